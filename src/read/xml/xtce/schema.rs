//! What the schemas of XTCE allow within each element, to tell what stands where it cannot.

use rustc_hash::FxHashSet;

use super::super::tree::{Attribute, Element};
use super::vocabulary;
use crate::diagnostic::did_you_mean;
use crate::model::database::Violation;

/// Finds the elements that stand where no version of XTCE has them or in another order, the attributes and the levels
/// that no version has, and a namespace that is none of XTCE. What recurs is told once; elements of no version are told
/// by reading itself.
pub(super) fn violations(document: Element, text: &str) -> Vec<Violation> {
    let mut checker = Checker::default();
    for root in document.elements() {
        checker.namespace(root, text);
        checker.element(root);
    }
    checker.found
}

/// The namespace of XTCE 1.2.
const NAMESPACE: &str = "http://www.omg.org/spec/XTCE/20180204";

/// The namespaces of XTCE 1.0 and 1.1, 1.2, and 1.3.
const NAMESPACES: &[&str] = &["http://www.omg.org/space/xtce", NAMESPACE, "http://www.omg.org/spec/XTCE/20250214"];

#[derive(Default)]
struct Checker<'t> {
    told: FxHashSet<(&'t str, &'t str)>,
    disordered: FxHashSet<(&'t str, &'t str)>,
    found: Vec<Violation>,
}

impl<'t> Checker<'t> {
    fn element(&mut self, element: Element<'t>) {
        // What a project keeps for itself has a vocabulary of its own.
        if matches!(element.name(), "AncillaryDataSet" | "AncillaryData") {
            return;
        }
        let allowed = allowed(element.name());
        if let Some((_, _, attributes)) = allowed {
            self.attributes(element, attributes);
        }
        self.order(element);
        for inner in element.elements() {
            let misplaced = allowed.is_some_and(|(_, elements, _)| !has(elements, inner.name()));
            // `include` is of XInclude, and may stand anywhere.
            if misplaced && vocabulary::is_known(inner.name()) && inner.name() != "include" {
                self.misplaced(element, inner);
            }
            self.element(inner);
        }
    }

    /// Looks at the namespace that the root is in.
    fn namespace(&mut self, root: Element<'t>, text: &str) {
        let tag = text.get(root.tag().range()).unwrap_or_default().trim_start_matches('<');
        let name = tag.split(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).next().unwrap_or_default();
        let wanted = name.split_once(':').map_or("xmlns".to_owned(), |(prefix, _)| format!("xmlns:{prefix}"));
        let stated = root.attributes().iter().find(|attribute| attribute.name == wanted);
        let message = match stated.map(|stated| stated.value.as_str().trim()) {
            Some(namespace) if NAMESPACES.contains(&namespace) => return,
            Some(namespace) => format!("`{namespace}` is no namespace of XTCE"),
            None => match name.split_once(':') {
                Some((prefix, _)) => format!("the prefix `{prefix}` stands for no namespace"),
                None => "the elements are in no namespace".to_owned(),
            },
        };
        self.found.push(Violation {
            message: message.into(),
            help: Some(format!("write `{wanted}=\"{NAMESPACE}\"`, that of XTCE 1.2").into()),
            span: stated.map_or(root.tag(), |stated| stated.value.span),
        });
    }

    /// Looks at the order in which an element holds others.
    fn order(&mut self, holder: Element<'t>) {
        let mut last: Option<(usize, &str)> = None;
        for inner in holder.elements() {
            let Some(rank) = rank(holder.name(), inner.name()) else { continue };
            match last {
                Some((before, name)) if rank < before => {
                    if self.disordered.insert((holder.name(), inner.name())) {
                        self.found.push(Violation {
                            message: format!("element `{}` stands after `{name}`", inner.name()).into(),
                            help: Some("move it before; the schema has an order".into()),
                            span: inner.tag(),
                        });
                    }
                }
                _ => last = Some((rank, inner.name())),
            }
        }
    }

    fn attributes(&mut self, element: Element<'t>, known: &'static str) {
        for attribute in element.attributes() {
            if attribute.name == "consequenceLevel" && has(known, attribute.name) {
                self.level(element, attribute);
            }
            // Attributes with a prefix are of another vocabulary.
            if has(known, attribute.name) || attribute.is_of_xml() || attribute.name.contains(':') {
                continue;
            }
            if self.told.insert((element.name(), attribute.name)) {
                let near = did_you_mean(attribute.name, known.split(' '));
                self.found.push(Violation {
                    message: format!("element `{}` has no attribute `{}`", element.name(), attribute.name).into(),
                    help: near.map(|near| format!("did you mean `{near}`?").into()),
                    span: attribute.name_span,
                });
            }
        }
    }

    fn level(&mut self, element: Element<'t>, attribute: &'t Attribute<'t>) {
        let level = attribute.value.as_str();
        if !LEVELS.contains(&level.trim()) && self.told.insert((element.name(), level)) {
            let near = did_you_mean(level, LEVELS.iter().copied());
            let listed = || format!("the levels are {}", LEVELS.join(", "));
            self.found.push(Violation {
                message: format!("XTCE has no consequence level `{level}`").into(),
                help: Some(near.map_or_else(listed, |near| format!("did you mean `{near}`?")).into()),
                span: attribute.value.span,
            });
        }
    }

    fn misplaced(&mut self, holder: Element<'t>, element: Element<'t>) {
        if self.told.insert((holder.name(), element.name())) {
            let homes = CONTENT.iter().filter(|(_, elements, _)| has(elements, element.name()));
            let homes: Vec<String> = homes.map(|(name, ..)| format!("`{name}`")).take(4).collect();
            self.found.push(Violation {
                message: format!("element `{}` cannot stand in `{}`", element.name(), holder.name()).into(),
                help: (1..4).contains(&homes.len()).then(|| format!("it stands in {}", homes.join(" or ")).into()),
                span: element.tag(),
            });
        }
    }
}

/// The order of what some elements hold, which is the same in every version. What has no order, or is not read, does not
/// stand here.
const ORDER: &[(&str, &[&str])] = &[
    ("SpaceSystem", &["Header", "TelemetryMetaData", "CommandMetaData", "ServiceSet", "SpaceSystem"]),
    (
        "TelemetryMetaData",
        &["ParameterTypeSet", "ParameterSet", "ContainerSet", "MessageSet", "StreamSet", "AlgorithmSet"],
    ),
    (
        "CommandMetaData",
        &[
            "ParameterTypeSet",
            "ParameterSet",
            "ArgumentTypeSet",
            "MetaCommandSet",
            "CommandContainerSet",
            "StreamSet",
            "AlgorithmSet",
        ],
    ),
    (
        "MetaCommand",
        &[
            "BaseMetaCommand",
            "SystemName",
            "ArgumentList",
            "CommandContainer",
            "TransmissionConstraintList",
            "DefaultSignificance",
            "ContextSignificanceList",
            "Interlock",
            "VerifierSet",
        ],
    ),
    ("SequenceContainer", &["EntryList", "BaseContainer"]),
];

/// The same for types of parameters and of arguments. One encoding stands for all of them.
const ORDER_OF_TYPES: &[&str] =
    &["UnitSet", "Encoding", "ToString", "ValidRange", "EnumerationList", "DefaultAlarm", "ContextAlarmList"];

/// Returns the place of an element among those that another one holds; descriptions come before all.
fn rank(holder: &str, name: &str) -> Option<usize> {
    const FIRST: [&str; 3] = ["LongDescription", "AliasSet", "AncillaryDataSet"];
    if let Some(first) = FIRST.iter().position(|first| *first == name) {
        return Some(first);
    }
    let order = match ORDER.iter().find(|(of, _)| *of == holder) {
        Some((_, order)) => order,
        None if holder.ends_with("ParameterType") || holder.ends_with("ArgumentType") => ORDER_OF_TYPES,
        None => return None,
    };
    let name = if name.ends_with("DataEncoding") { "Encoding" } else { name.trim_end_matches("Set") };
    let found = order.iter().position(|known| known.trim_end_matches("Set") == name);
    found.map(|rank| rank + FIRST.len())
}

/// How grave a telecommand can be, by XTCE 1.2 and 1.3, then by 1.0 and 1.1.
const LEVELS: &[&str] =
    &["normal", "vital", "critical", "forbidden", "user1", "user2", "none", "watch", "warning", "distress", "severe"];

type Content = (&'static str, &'static str, &'static str);

fn allowed(name: &str) -> Option<&'static Content> {
    CONTENT.binary_search_by_key(&name, |(known, ..)| known).ok().and_then(|at| CONTENT.get(at))
}

fn has(names: &str, name: &str) -> bool {
    names.split(' ').any(|known| known == name)
}

/// Each element of the schemas of XTCE 1.0, 1.1, 1.2 and 1.3, sorted, with the elements and the attributes that one of
/// them allows within an element of its name.
#[rustfmt::skip]
const CONTENT: &[Content] = &[
    ("ANDedConditions", "Condition ORedConditions", ""),
    ("AbsoluteTimeArgumentType", "AliasSet AncillaryDataSet Encoding LongDescription ReferenceTime", "baseType initialValue name shortDescription"),
    ("AbsoluteTimeParameterType", "AliasSet AncillaryDataSet Encoding LongDescription ReferenceTime", "baseType initialValue name shortDescription"),
    ("AcceptedVerifier", "AliasSet AncillaryDataSet ArgumentRestrictionList BooleanExpression CheckWindow \
         CheckWindowAlgorithms Comparison ComparisonList ContainerRef CustomAlgorithm LongDescription \
         ParameterValueChange", "name shortDescription timeToWait"),
    ("AggregateArgumentType", "AliasSet AncillaryDataSet LongDescription MemberList", "initialValue name shortDescription"),
    ("AggregateParameterType", "AliasSet AncillaryDataSet LongDescription MemberList", "initialValue name shortDescription"),
    ("AlarmConditions", "CriticalAlarm DistressAlarm SevereAlarm WarningAlarm WatchAlarm", ""),
    ("AlarmMultiRanges", "AncillaryDataSet Range", "name shortDescription"),
    ("AlgorithmSet", "CustomAlgorithm MathAlgorithm", ""),
    ("AlgorithmText", "", "language"),
    ("Alias", "", "alias nameSpace"),
    ("AliasSet", "Alias", ""),
    ("AncillaryData", "", "href mimeType name"),
    ("AncillaryDataSet", "AncillaryData", ""),
    ("ArgumementArrayType", "", "arrayType numberOfDimensions"),
    ("Argument", "AliasSet AncillaryDataSet LongDescription", "argumentTypeRef initialValue name shortDescription value"),
    ("ArgumentAssigmentList", "ArgumentAssignment", ""),
    ("ArgumentAssignment", "", "argumentName argumentValue"),
    ("ArgumentAssignmentList", "ArgumentAssignment", ""),
    ("ArgumentInstanceRef", "", "argumentRef useCalibratedValue"),
    ("ArgumentInstanceRefOperand", "", "argumentRef useCalibratedValue"),
    ("ArgumentList", "Argument", ""),
    ("ArgumentRefEntry", "AncillaryDataSet IncludeCondition LocationInContainerInBits RepeatEntry", "argumentRef shortDescription"),
    ("ArgumentRestrictionList", "ArgumentAssignment", ""),
    ("ArgumentTypeSet", "AbsoluteTimeArgumentType AggregateArgumentType ArgumementArrayType ArrayArgumentType \
         BinaryArgumentType BooleanArgumentType EnumeratedArgumentType FloatArgumentType IntegerArgumentType \
         RelativeTimeAgumentType RelativeTimeArgumentType StringArgumentType", ""),
    ("ArrayArgumentRefEntry", "AncillaryDataSet DimensionList IncludeCondition LocationInContainerInBits RepeatEntry", "argumentRef lastEntryForThisArrayInstance parameterRef shortDescription"),
    ("ArrayArgumentType", "AliasSet AncillaryDataSet DimensionList LongDescription", "arrayTypeRef initialValue name numberOfDimensions shortDescription"),
    ("ArrayParameterRefEntry", "AncillaryDataSet DimensionList IncludeCondition LocationInContainerInBits RepeatEntry \
         TimeAssociation", "lastEntryForThisArrayInstance parameterRef shortDescription"),
    ("ArrayParameterType", "AliasSet AncillaryDataSet DimensionList LongDescription", "arrayTypeRef initialValue name numberOfDimensions shortDescription"),
    ("Author", "", ""),
    ("AuthorSet", "Author", ""),
    ("AutoInvert", "InvertAlgorithm", "badFramesToAutoInvert"),
    ("BaseContainer", "RestrictionCriteria", "containerRef"),
    ("BaseMetaCommand", "ArgumentAssignmentList", "metaCommandRef"),
    ("BinaryArgumentType", "AliasSet AncillaryDataSet BinaryDataEncoding FloatDataEncoding IntegerDataEncoding LongDescription \
         StringDataEncoding UnitSet", "baseType initialValue name shortDescription"),
    ("BinaryContextAlarmList", "ContextAlarm", ""),
    ("BinaryDataEncoding", "ByteOrderList ErrorDetectCorrect FromBinaryTransformAlgorithm SizeInBits ToBinaryTransformAlgorithm", "bitOrder byteOrder"),
    ("BinaryEncoding", "ByteOrderList ErrorDetectCorrect FromBinaryTransformAlgorithm SizeInBits ToBinaryTransformAlgorithm", "bitOrder byteOrder"),
    ("BinaryParameterType", "AliasSet AncillaryDataSet BinaryContextAlarmList BinaryDataEncoding ContextAlarmList DefaultAlarm \
         FloatDataEncoding IntegerDataEncoding LongDescription StringDataEncoding UnitSet", "baseType initialValue name shortDescription"),
    ("BlockMetaCommand", "AliasSet AncillaryDataSet LongDescription MetaCommandStepList", "name shortDescription"),
    ("BooleanArgumentType", "AliasSet AncillaryDataSet BinaryDataEncoding FloatDataEncoding IntegerDataEncoding LongDescription \
         StringDataEncoding UnitSet", "baseType initialValue name oneStringValue shortDescription zeroStringValue"),
    ("BooleanExpression", "ANDedConditions Condition ORedConditions", ""),
    ("BooleanParameterType", "AliasSet AncillaryDataSet BinaryDataEncoding ContextAlarmList DefaultAlarm FloatDataEncoding \
         IntegerDataEncoding LongDescription StringDataEncoding UnitSet", "baseType initialValue name oneStringValue shortDescription zeroStringValue"),
    ("Byte", "", "byteSignificance"),
    ("ByteOrderList", "Byte", ""),
    ("CRC", "FinalXOR InitRemainder Polynomial", "bitsFromReference direction parameterRef reference reflectData reflectRemainder width"),
    ("Calibrator", "AliasSet AncillaryDataSet LongDescription MathOperationCalibrator PolynomialCalibrator \
         SplineCalibrator", "name shortDescription"),
    ("Change", "", "value"),
    ("ChangeAlarmRanges", "AncillaryDataSet CriticalRange DistressRange SevereRange WarningRange WatchRange", "changeBasis changeType name rangeForm shortDescription spanOfInterestInSamples \
         spanOfInterestInSeconds"),
    ("ChangePerSecondAlarmConditions", "CritialAlarm DistressAlarm SevereAlarm WarningAlarm WatchAlarm", ""),
    ("ChangePerSecondAlarmRanges", "AncillaryDataSet CriticalRange DistressRange SevereRange WarningRange WatchRange", "appliesToCalibratedValues name rangeForm shortDescription timeUnits"),
    ("CheckWindow", "", "timeToStartChecking timeToStopChecking timeWindowIsRelativeTo"),
    ("CheckWindowAlgorithms", "StartCheck StopTime", ""),
    ("Checksum", "InputAlgorithm", "bitsFromReference hashSizeInBits name parameterRef reference"),
    ("CommandContainer", "AliasSet AncillaryDataSet BaseContainer BinaryEncoding DefaultRateInStream EntryList LongDescription \
         RateInStreamSet", "abstract idlePattern name shortDescription"),
    ("CommandContainerSet", "CommandContainer", ""),
    ("CommandMetaData", "AlgorithmSet ArgumentTypeSet CommandContainerSet MetaCommandSet ParameterSet ParameterTypeSet \
         StreamSet", ""),
    ("Comparison", "ArgumentInstanceRef ParameterInstanceRef", "comparisonOperator instance parameterRef useCalibratedValue value"),
    ("ComparisonList", "Comparison", ""),
    ("ComparisonOperator", "", ""),
    ("CompleteVerifier", "AliasSet AncillaryDataSet ArgumentRestrictionList BooleanExpression CheckWindow \
         CheckWindowAlgorithms Comparison ComparisonList ContainerRef CustomAlgorithm LongDescription \
         ParameterValueChange ReturnParmRef", "name shortDescription timeToWait"),
    ("Condition", "ArgumentInstanceRef ComparisonOperator ParameterInstanceRef Value", ""),
    ("ConditionalAlarm", "ChangePerSecondAlarmConditions StaticAlarmConditions", ""),
    ("Constant", "", "constantName value"),
    ("ContainRef", "", "containerRef"),
    ("ContainerRef", "", "containerRef"),
    ("ContainerRefEntry", "AncillaryDataSet IncludeCondition LocationInContainerInBits RepeatEntry TimeAssociation", "containerRef shortDescription"),
    ("ContainerRefSet", "ContainerRef", ""),
    ("ContainerSegmentRefEntry", "AncillaryDataSet IncludeCondition LocationInContainerInBits RepeatEntry TimeAssociation", "containerRef order shortDescription sizeInBits"),
    ("ContainerSet", "SequenceContainer", ""),
    ("ContextAlarm", "AlarmConditions AlarmMultiRanges AncillaryDataSet ChangeAlarmRanges ChangePerSecondAlarmRanges \
         ConditionalAlarm ContextMatch CustomAlarm EnumerationAlarmList StaticAlarmRanges StringAlarmList", "defaultAlarmLevel disabled minConformance minViolations name shortDescription"),
    ("ContextAlarmList", "ContextAlarm", ""),
    ("ContextCalibrator", "Calibrator ContextMatch UseWhenCondition", ""),
    ("ContextCalibratorList", "ContextCalibrator", ""),
    ("ContextMatch", "BooleanExpression Comparison ComparisonList CustomAlgorithm", ""),
    ("ContextSignificance", "ContextMatch Significance", ""),
    ("ContextSignificanceList", "ContextSignificance", ""),
    ("Count", "DiscreteLookupList DynamicValue FixedValue", ""),
    ("CritialAlarm", "BooleanExpression Comparison ComparisonList CustomAlgorithm", ""),
    ("CriticalAlarm", "BooleanExpression Comparison ComparisonList CustomAlgorithm", ""),
    ("CriticalRange", "", "maxExclusive maxInclusive minExclusive minInclusive"),
    ("CustomAlarm", "AlgorithmText AliasSet AncillaryDataSet ExternalAlgorithmSet InputAlgorithm InputSet LongDescription", "name shortDescription"),
    ("CustomAlgorithm", "AlgorithmText AliasSet AncillaryDataSet ExternalAlgorithmSet InputSet LongDescription OutputSet \
         TriggerSet", "name priority shortDescription thread triggerContainer"),
    ("CustomStream", "AliasSet AncillaryDataSet DecodingAlgorithm EncodingAlgorithm LongDescription", "bitRateInBPS decodedStreamRef encodedStreamRef inverted name pcmType shortDescription"),
    ("DecodingAlgorithm", "AlgorithmText AliasSet AncillaryDataSet ExternalAlgorithmSet InputSet LongDescription OutputSet", "name shortDescription thread"),
    ("DefaultAlarm", "AlarmConditions AlarmMultiRanges AncillaryDataSet ChangeAlarmRanges ChangePerSecondAlarmRanges \
         ConditionalAlarm CustomAlarm EnumerationAlarmList StaticAlarmRanges StringAlarmList", "defaultAlarmLevel disabled minConformance minViolations name shortDescription"),
    ("DefaultCalibrator", "AliasSet AncillaryDataSet LongDescription MathOperationCalibrator PolynomialCalibrator \
         SplineCalibrator", "name shortDescription"),
    ("DefaultDataEncoding", "ByteOrderList ErrorDetectCorrect", "bitOrder"),
    ("DefaultRateInStream", "", "basis maximumValue minimumValue"),
    ("DefaultSignificance", "", "consequenceLevel reasonForWarning spaceSystemAtRisk"),
    ("Defaults", "DefaultDataEncoding ParameterTimeAssociation", ""),
    ("Derivation", "AncillaryDataSet ArgumentInstanceRefOperand Operator ParameterInstanceRef \
         ParameterInstanceRefOperand ThisParameterOperand Value ValueOperand", "name shortDescription"),
    ("Dimension", "EndingIndex StartingIndex", ""),
    ("DimensionList", "Dimension", ""),
    ("DiscreteLookup", "BooleanExpression Comparison ComparisonList CustomAlgorithm", "value"),
    ("DiscreteLookupList", "DiscreteLookup", "defaultValue"),
    ("DistressAlarm", "BooleanExpression Comparison ComparisonList CustomAlgorithm", ""),
    ("DistressRange", "", "maxExclusive maxInclusive minExclusive minInclusive"),
    ("DynamicValue", "ArgumentInstanceRef LinearAdjustment ParameterInstanceRef", ""),
    ("Encoding", "BinaryDataEncoding FloatDataEncoding IntegerDataEncoding StringDataEncoding", "offset scale units"),
    ("EncodingAlgorithm", "AlgorithmText AliasSet AncillaryDataSet ExternalAlgorithmSet InputSet LongDescription", "name shortDescription"),
    ("EndingIndex", "DiscreteLookupList DynamicValue FixedValue", ""),
    ("EntryList", "ArgumentRefEntry ArrayArgumentRefEntry ArrayParameterRefEntry ContainerRefEntry \
         ContainerSegmentRefEntry FixedValueEntry IndirectParameterRefEntry ParameterRefEntry \
         ParameterSegmentRefEntry StreamSegmentEntry", ""),
    ("EnumeratedArgumentType", "AliasSet AncillaryDataSet BinaryDataEncoding EnumerationList FloatDataEncoding IntegerDataEncoding \
         LongDescription StringDataEncoding UnitSet", "baseType initialValue name shortDescription"),
    ("EnumeratedParameterType", "AliasSet AncillaryDataSet BinaryDataEncoding ContextAlarmList DefaultAlarm EnumerationList \
         FloatDataEncoding IntegerDataEncoding LongDescription StringDataEncoding UnitSet", "baseType initialValue name shortDescription"),
    ("Enumeration", "", "label maxValue shortDescription value"),
    ("EnumerationAlarm", "", "alarmLevel enumerationLabel enumerationValue"),
    ("EnumerationAlarmList", "EnumerationAlarm", ""),
    ("EnumerationList", "Enumeration", ""),
    ("Epoch", "", ""),
    ("ErrorDetectCorrect", "CRC Checksum Parity XOR", ""),
    ("ExecutionVerifier", "AliasSet AncillaryDataSet ArgumentRestrictionList BooleanExpression CheckWindow \
         CheckWindowAlgorithms Comparison ComparisonList ContainerRef CustomAlgorithm LongDescription \
         ParameterValueChange PercentComplete", "name shortDescription timeToWait"),
    ("ExternalAlgorithm", "", "algorithmLocation implementationName"),
    ("ExternalAlgorithmSet", "ExternalAlgorithm", ""),
    ("FailedVerifier", "AliasSet AncillaryDataSet ArgumentRestrictionList BooleanExpression CheckWindow \
         CheckWindowAlgorithms Comparison ComparisonList ContainerRef CustomAlgorithm LongDescription \
         ParameterValueChange ReturnParmRef", "name shortDescription timeToWait"),
    ("FinalXOR", "", ""),
    ("Fixed", "DiscreteLookupList DynamicValue FixedValue", ""),
    ("FixedFrameStream", "AliasSet AncillaryDataSet ContainerRef LongDescription ServiceRef StreamRef SyncStrategy", "bitRateInBPS frameLengthInBits inverted name pcmType shortDescription syncApertureInBits"),
    ("FixedValue", "", ""),
    ("FixedValueEntry", "AncillaryDataSet IncludeCondition LocationInContainerInBits RepeatEntry", "binaryValue name shortDescription sizeInBits"),
    ("Flag", "", "flagBitType flagSizeInBits"),
    ("FloatArgumentType", "AliasSet AncillaryDataSet BinaryDataEncoding ContextAlarmList ContextCalibratorList DefaultAlarm \
         DefaultCalibrator FloatDataEncoding IntegerDataEncoding LongDescription StringDataEncoding ToString \
         UnitSet ValidRange ValidRangeSet", "baseType initialValue name shortDescription sizeInBits validRangeAppliesToCalibrated"),
    ("FloatDataEncoding", "ByteOrderList ContextCalibratorList DefaultCalibrator ErrorDetectCorrect", "bitOrder byteOrder changeThreshold encoding sizeInBits"),
    ("FloatParameterType", "AliasSet AncillaryDataSet BinaryDataEncoding ContextAlarmList ContextCalibratorList DefaultAlarm \
         DefaultCalibrator FloatDataEncoding IntegerDataEncoding LongDescription StringDataEncoding ToString \
         UnitSet ValidRange", "baseType initialValue name shortDescription sizeInBits validRangeAppliesToCalibrated"),
    ("FromBinaryTransformAlgorithm", "AlgorithmText AliasSet AncillaryDataSet ExternalAlgorithmSet InputSet LongDescription", "name shortDescription"),
    ("Header", "AuthorSet HistorySet NoteSet", "classification classificationInstructions date validationStatus version"),
    ("History", "", ""),
    ("HistorySet", "History", ""),
    ("IncludeCondition", "BooleanExpression Comparison ComparisonList CustomAlgorithm", ""),
    ("IndirectParameterRefEntry", "AncillaryDataSet IncludeCondition LocationInContainerInBits ParameterInstance RepeatEntry \
         TimeAssociation", "aliasNameSpace shortDescription"),
    ("InitRemainder", "", ""),
    ("InputAlgorithm", "AlgorithmText AliasSet AncillaryDataSet ExternalAlgorithmSet InputSet LongDescription", "name shortDescription"),
    ("InputArgumentInstanceRef", "", "argumentRef useCalibratedValue"),
    ("InputParameterInstanceRef", "", "inputName instance parameterRef useCalibratedValue"),
    ("InputSet", "Constant InputArgumentInstanceRef InputParameterInstanceRef ParameterInstanceRef", ""),
    ("IntegerArgumentType", "AliasSet AncillaryDataSet BinaryDataEncoding ContextAlarmList ContextCalibratorList DefaultAlarm \
         DefaultCalibrator FloatDataEncoding IntegerDataEncoding LongDescription StringDataEncoding ToString \
         UnitSet ValidRange ValidRangeSet", "baseType initialValue name shortDescription signed sizeInBits validRangeAppliesToCalibrated"),
    ("IntegerDataEncoding", "ByteOrderList ContextCalibratorList DefaultCalibrator ErrorDetectCorrect", "bitOrder byteOrder changeThreshold encoding sizeInBits"),
    ("IntegerParameterType", "AliasSet AncillaryDataSet BinaryDataEncoding ContextAlarmList ContextCalibratorList DefaultAlarm \
         DefaultCalibrator FloatDataEncoding IntegerDataEncoding LongDescription StringDataEncoding ToString \
         UnitSet ValidRange", "baseType initialValue name shortDescription signed sizeInBits validRangeAppliesToCalibrated"),
    ("Interlock", "", "scopeToSpaceSystem suspendable verificationProgressPercentage verificationToWaitFor"),
    ("InvertAlgorithm", "AlgorithmText AliasSet AncillaryDataSet ExternalAlgorithmSet InputSet LongDescription", "name shortDescription"),
    ("LeadingSize", "", "sizeInBitsOfSizeTag"),
    ("LinearAdjustment", "", "intercept slope"),
    ("LocationInContainerInBits", "DiscreteLookupList DynamicValue FixedValue", "referenceLocation"),
    ("LongDescription", "", ""),
    ("MatchCriteria", "BooleanExpression Comparison ComparisonList CustomAlgorithm", ""),
    ("MathAlgorithm", "AliasSet AncillaryDataSet LongDescription MathOperation", "name shortDescription"),
    ("MathOperation", "AncillaryDataSet Operator ParameterInstanceRef ParameterInstanceRefOperand ThisParameterOperand \
         TriggerSet Value ValueOperand", "name outputParameterRef shortDescription"),
    ("MathOperationCalibrator", "AncillaryDataSet Operator ParameterInstanceRefOperand ThisParameterOperand ValueOperand", "name shortDescription"),
    ("Member", "AliasSet AncillaryDataSet LongDescription", "initialValue name shortDescription typeRef"),
    ("MemberList", "Member", ""),
    ("Message", "AliasSet AncillaryDataSet ContainRef ContainerRef LongDescription MatchCriteria", "name shortDescription"),
    ("MessageRef", "", "messageRef"),
    ("MessageRefSet", "MessageRef", ""),
    ("MessageSet", "AliasSet AncillaryDataSet LongDescription Message", "name shortDescription"),
    ("MetaCommand", "AliasSet AncillaryDataSet ArgumentList BaseMetaCommand CommandContainer ContextSignificanceList \
         DefaultSignificance Interlock LongDescription ParameterToSetList ParametersToSuspendAlarmsOnSet \
         SystemName TransmissionConstraintList VerifierSet Verifiers", "abstract name shortDescription"),
    ("MetaCommandRef", "", ""),
    ("MetaCommandSet", "BlockMetaCommand MetaCommand MetaCommandRef", ""),
    ("MetaCommandStep", "ArgumentAssigmentList ArgumentAssignmentList ArgumentList", "metaCommandRef"),
    ("MetaCommandStepList", "MetaCommandStep", ""),
    ("NewValue", "", ""),
    ("NextContainer", "", "containerRef"),
    ("Note", "", ""),
    ("NoteSet", "Note", ""),
    ("NumberFormat", "", "maximumFractionDigits maximumIntegerDigits minimumFractionDigits minimumIntegerDigits negativePrefix \
         negativeSuffix notation numberBase positivePrefix positiveSuffix showThousandsGrouping"),
    ("ORedConditions", "ANDedConditions Condition", ""),
    ("Offset", "DiscreteLookupList DynamicValue FixedValue", "offsetSizeInBits"),
    ("OffsetFrom", "", "instance parameterRef useCalibratedValue"),
    ("OnContainerUpdateTrigger", "", "containerRef"),
    ("OnParameterUpdateTrigger", "", "parameterRef"),
    ("OnPeriodicRateTrigger", "", "fireRateInSeconds"),
    ("Operator", "", ""),
    ("OutputParameterRef", "", "outputName parameterRef"),
    ("OutputSet", "OutputParameterRef", ""),
    ("Parameter", "AliasSet AncillaryDataSet LongDescription ParameterProperties", "initialValue name parameterTypeRef shortDescription"),
    ("ParameterInstance", "", "instance parameterRef useCalibratedValue"),
    ("ParameterInstanceRef", "", "inputName instance parameterRef useCalibratedValue"),
    ("ParameterInstanceRefOperand", "", "instance parameterRef useCalibratedValue"),
    ("ParameterProperties", "PhysicalAddressSet SystemName TimeAssociation ValidityCondition", "dataSource persistence readOnly"),
    ("ParameterRef", "", "parameterRef triggerName"),
    ("ParameterRefEntry", "AncillaryDataSet IncludeCondition LocationInContainerInBits RepeatEntry TimeAssociation", "parameterRef shortDescription"),
    ("ParameterSegmentRefEntry", "AncillaryDataSet IncludeCondition LocationInContainerInBits RepeatEntry TimeAssociation", "order parameterRef shortDescription sizeInBits"),
    ("ParameterSet", "Parameter ParameterRef", ""),
    ("ParameterTimeAssociation", "", "instance interpolateTime offset parameterRef useCalibratedValue"),
    ("ParameterToSet", "Derivation NewValue ParameterRef", "parameterRef setOnVerification verifierToTriggerOn"),
    ("ParameterToSetList", "ParameterToSet", ""),
    ("ParameterToSuspendAlarmsOn", "", "parameterRef suspenseTime verifierToTriggerOn"),
    ("ParameterTypeSet", "AbsoluteTimeParameterType AggregateParameterType ArrayParameterType BinaryParameterType \
         BooleanParameterType EnumeratedParameterType FloatParameterType IntegerParameterType \
         RelativeTimeParameterType StringParameterType", ""),
    ("ParameterValueChange", "Change ParameterRef", ""),
    ("ParametersToSuspendAlarmsOnSet", "ParameterToSuspendAlarmsOn", ""),
    ("Parity", "", "bitsFromReference parameterRef reference type"),
    ("PercentComplete", "DynamicValue FixedValue", ""),
    ("PhysicalAddress", "SubAddress", "sourceAddress sourceName"),
    ("PhysicalAddressSet", "PhysicalAddress", ""),
    ("Polynomial", "Term", ""),
    ("PolynomialCalibrator", "AncillaryDataSet Term", "name shortDescription"),
    ("QueuedVerifier", "AliasSet AncillaryDataSet ArgumentRestrictionList BooleanExpression CheckWindow \
         CheckWindowAlgorithms Comparison ComparisonList ContainerRef CustomAlgorithm LongDescription \
         ParameterValueChange", "name shortDescription timeToWait"),
    ("Range", "", "level maxExclusive maxInclusive minExclusive minInclusive rangeForm"),
    ("RangeEnumeration", "", "label maxExclusive maxInclusive minExclusive minInclusive"),
    ("RateInStream", "", "basis maximumValue minimumValue streamRef"),
    ("RateInStreamSet", "RateInStream", ""),
    ("ReceivedVerifier", "AliasSet AncillaryDataSet ArgumentRestrictionList BooleanExpression CheckWindow \
         CheckWindowAlgorithms Comparison ComparisonList ContainerRef CustomAlgorithm LongDescription \
         ParameterValueChange", "name shortDescription timeToWait"),
    ("ReferenceTime", "Epoch OffsetFrom", ""),
    ("RelativeTimeAgumentType", "AliasSet AncillaryDataSet Encoding LongDescription ReferenceTime", "baseType initialValue name shortDescription"),
    ("RelativeTimeArgumentType", "AliasSet AncillaryDataSet Encoding LongDescription ReferenceTime", "baseType initialValue name shortDescription"),
    ("RelativeTimeParameterType", "AliasSet AncillaryDataSet ContextAlarmList DefaultAlarm Encoding LongDescription ReferenceTime", "baseType initialValue name shortDescription"),
    ("RepeatEntry", "Count Offset", ""),
    ("RestrictionCriteria", "BooleanExpression Comparison ComparisonList CustomAlgorithm NextContainer", ""),
    ("ReturnParmRef", "", "parameterRef"),
    ("SentFromRangeVerifier", "AliasSet AncillaryDataSet ArgumentRestrictionList BooleanExpression CheckWindow \
         CheckWindowAlgorithms Comparison ComparisonList ContainerRef CustomAlgorithm LongDescription \
         ParameterValueChange", "name shortDescription timeToWait"),
    ("SequenceContainer", "AliasSet AncillaryDataSet BaseContainer BinaryEncoding DefaultRateInStream EntryList LongDescription \
         RateInStreamSet", "abstract idlePattern name shortDescription"),
    ("Service", "AliasSet AncillaryDataSet ContainerRefSet LongDescription MessageRefSet", "name shortDescription"),
    ("ServiceRef", "", "serviceRef"),
    ("ServiceSet", "Service", ""),
    ("SevereAlarm", "BooleanExpression Comparison ComparisonList CustomAlgorithm", ""),
    ("SevereRange", "", "maxExclusive maxInclusive minExclusive minInclusive"),
    ("Significance", "", "consequenceLevel reasonForWarning spaceSystemAtRisk"),
    ("SizeInBits", "DiscreteLookupList DynamicValue Fixed FixedValue LeadingSize TerminationChar", ""),
    ("SizeRangeInCharacters", "", "max maxInclusive min minInclusive"),
    ("SpaceSystem", "AliasSet AncillaryDataSet CommandMetaData Defaults Header LongDescription ServiceSet SpaceSystem \
         TelemetryMetaData", "assetType name operationalStatus shortDescription systemType xml:base"),
    ("SplineCalibrator", "AncillaryDataSet SplinePoint", "extrapolate name order shortDescription"),
    ("SplinePoint", "", "calibrated order raw"),
    ("StartCheck", "AlgorithmText AliasSet AncillaryDataSet ExternalAlgorithmSet InputSet LongDescription", "name shortDescription"),
    ("StartingIndex", "DiscreteLookupList DynamicValue FixedValue", ""),
    ("StaticAlarmConditions", "CritialAlarm DistressAlarm SevereAlarm WarningAlarm WatchAlarm", ""),
    ("StaticAlarmRanges", "AncillaryDataSet CriticalRange DistressRange SevereRange WarningRange WatchRange", "appliesToCalibratedValues name rangeForm shortDescription timeUnits"),
    ("StopTime", "AlgorithmText AliasSet AncillaryDataSet ExternalAlgorithmSet InputSet LongDescription", "name shortDescription"),
    ("StreamRef", "", "streamRef"),
    ("StreamSegmentEntry", "AncillaryDataSet IncludeCondition LocationInContainerInBits RepeatEntry TimeAssociation", "order shortDescription sizeInBits streamRef"),
    ("StreamSet", "CustomStream FixedFrameStream VariableFrameStream", ""),
    ("StringAlarm", "", "alarmLevel matchPattern"),
    ("StringAlarmList", "StringAlarm", ""),
    ("StringArgumentType", "AliasSet AncillaryDataSet BinaryDataEncoding ContextCalibratorList DefaultCalibrator \
         FloatDataEncoding IntegerDataEncoding LongDescription SizeRangeInCharacters StringDataEncoding \
         UnitSet", "baseType characterWidth initialValue name restrictionPattern shortDescription"),
    ("StringDataEncoding", "ByteOrderList ContextCalibratorList DefaultCalibrator ErrorDetectCorrect SizeInBits Variable", "bitOrder byteOrder encoding"),
    ("StringParameterType", "AliasSet AncillaryDataSet BinaryDataEncoding ContextAlarmList ContextCalibratorList DefaultAlarm \
         DefaultCalibrator FloatDataEncoding IntegerDataEncoding LongDescription SizeRangeInCharacters \
         StringDataEncoding UnitSet", "baseType characterWidth initialValue name restrictionPattern shortDescription"),
    ("SubAddress", "SubAddress", "sourceAddress sourceName"),
    ("SyncPattern", "", "bitLocationFromStartOfContainer mask maskLengthInBits pattern patternLengthInBits"),
    ("SyncStrategy", "AutoInvert Flag SyncPattern", "checkToLockGoodFrames maxBitErrorsInSyncPattern verifyToLockGoodFrames"),
    ("SystemName", "", ""),
    ("TelemetryMetaData", "AlgorithmSet ContainerSet MessageSet ParameterSet ParameterTypeSet StreamSet", ""),
    ("Term", "", "coefficient exponent"),
    ("TerminationChar", "", ""),
    ("ThisParameterOperand", "", ""),
    ("TimeAssociation", "", "instance interpolateTime offset parameterRef unit useCalibratedValue"),
    ("ToBinaryTransformAlgorithm", "AlgorithmText AliasSet AncillaryDataSet ExternalAlgorithmSet InputSet LongDescription", "name shortDescription"),
    ("ToString", "AliasSet AncillaryDataSet LongDescription NumberFormat RangeEnumeration ValueEnumeration", "name shortDescription"),
    ("TransferredToRangeVerifier", "AliasSet AncillaryDataSet ArgumentRestrictionList BooleanExpression CheckWindow \
         CheckWindowAlgorithms Comparison ComparisonList ContainerRef CustomAlgorithm LongDescription \
         ParameterValueChange", "name shortDescription timeToWait"),
    ("TransmissionConstraint", "ArgumentRestrictionList BooleanExpression Comparison ComparisonList CustomAlgorithm", "suspendable timeOut"),
    ("TransmissionConstraintList", "TransmissionConstraint", ""),
    ("TriggerFrequency", "", ""),
    ("TriggerSet", "OnContainerUpdateTrigger OnParameterUpdateTrigger OnPeriodicRateTrigger ParameterRef \
         TriggerFrequency", "name triggerRate"),
    ("Unit", "", "description factor form power"),
    ("UnitSet", "Unit", ""),
    ("UseWhenCondition", "ANDedConditions Condition ORedConditions", ""),
    ("ValidRange", "", "maxExclusive maxInclusive minExclusive minInclusive validRangeAppliesToCalibrated"),
    ("ValidRangeSet", "ValidRange", "validRangeAppliesToCalibrated"),
    ("ValidityCondition", "BooleanExpression Comparison ComparisonList CustomAlgorithm", ""),
    ("Value", "", ""),
    ("ValueEnumeration", "", "label value"),
    ("ValueOperand", "", ""),
    ("Variable", "DiscreteLookupList DynamicValue LeadingSize TerminationChar", "maxSizeInBits"),
    ("VariableFrameStream", "AliasSet AncillaryDataSet ContainerRef LongDescription ServiceRef StreamRef SyncStrategy", "bitRateInBPS inverted name pcmType shortDescription"),
    ("VerifierSet", "AcceptedVerifier CompleteVerifier ExecutionVerifier FailedVerifier QueuedVerifier ReceivedVerifier \
         SentFromRangeVerifier TransferredToRangeVerifier", ""),
    ("Verifiers", "AcceptedVerifier CompleteVerifier ExecutionVerifier FailedVerifier QueuedVerifier ReceivedVerifier \
         SentFromRangeVerifier TransferredToRangeVerifier", ""),
    ("WarningAlarm", "BooleanExpression Comparison ComparisonList CustomAlgorithm", ""),
    ("WarningRange", "", "maxExclusive maxInclusive minExclusive minInclusive"),
    ("WatchAlarm", "BooleanExpression Comparison ComparisonList CustomAlgorithm", ""),
    ("WatchRange", "", "maxExclusive maxInclusive minExclusive minInclusive"),
    ("XOR", "", "bitsFromReference parameterRef reference"),
];

#[cfg(test)]
mod tests {
    use super::{CONTENT, vocabulary};

    #[test]
    fn the_table_is_sorted_and_names_known_elements() {
        assert!(CONTENT.is_sorted_by_key(|(name, ..)| *name));
        assert!(CONTENT.iter().all(|(name, ..)| vocabulary::is_known(name)));
    }
}
