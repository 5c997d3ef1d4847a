//! The names of the elements of XTCE, to tell a misspelt one from one that is not read.

/// Every element that the schemas of XTCE 1.0, 1.1, 1.2 and 1.3 name, sorted.
#[rustfmt::skip]
const ELEMENTS: &[&str] = &[
    "ANDedConditions", "AbsoluteTimeArgumentType", "AbsoluteTimeParameterType", "AcceptedVerifier",
    "AggregateArgumentType", "AggregateParameterType", "AlarmConditions", "AlarmMultiRanges", "AlgorithmSet",
    "AlgorithmText", "Alias", "AliasSet", "AncillaryData", "AncillaryDataSet", "ArgumementArrayType", "Argument", "ArgumentAssigmentList",
    "ArgumentAssignment", "ArgumentAssignmentList", "ArgumentInstanceRef", "ArgumentInstanceRefOperand",
    "ArgumentList", "ArgumentRefEntry", "ArgumentRestriction", "ArgumentRestrictionList", "ArgumentTypeSet",
    "ArrayArgumentRefEntry", "ArrayArgumentType", "ArrayParameterRefEntry", "ArrayParameterType", "Author",
    "AuthorSet", "AutoInvert", "BaseContainer", "BaseMetaCommand", "BinaryArgumentType", "BinaryContextAlarmList",
    "BinaryDataEncoding", "BinaryEncoding", "BinaryParameterType", "BlockMetaCommand", "BooleanArgumentType",
    "BooleanExpression", "BooleanParameterType", "Byte", "ByteOrderList", "CRC", "Calibrator", "Change",
    "ChangeAlarmRanges", "ChangePerSecondAlarmConditions", "ChangePerSecondAlarmRanges", "CheckWindow",
    "CheckWindowAlgorithms", "Checksum", "CommandContainer", "CommandContainerSet", "CommandMetaData", "Comparison",
    "ComparisonList", "ComparisonOperator", "CompleteVerifier", "Condition", "ConditionalAlarm", "Constant",
    "ContainRef", "ContainerRef", "ContainerRefEntry", "ContainerRefSet", "ContainerSegmentRefEntry", "ContainerSet",
    "Context", "ContextAlarm", "ContextAlarmList", "ContextCalibrator", "ContextCalibratorList", "ContextMatch",
    "ContextSignificance", "ContextSignificanceList", "Count", "CritialAlarm", "CriticalAlarm", "CriticalRange",
    "CustomAlarm", "CustomAlgorithm", "CustomStream", "DecodingAlgorithm", "DefaultAlarm", "DefaultCalibrator",
    "DefaultDataEncoding", "DefaultRateInStream", "DefaultSignificance", "Defaults", "Derivation", "Dimension",
    "DimensionList", "DiscreteLookup", "DiscreteLookupList", "DistressAlarm", "DistressRange", "DynamicValue",
    "Encoding", "EncodingAlgorithm", "EndingIndex", "EntryList", "EnumeratedArgumentType", "EnumeratedParameterType",
    "Enumeration", "EnumerationAlarm", "EnumerationAlarmList", "EnumerationList", "Epoch", "ErrorDetectCorrect",
    "ExecutionVerifier", "ExternalAlgorithm", "ExternalAlgorithmSet", "FailedVerifier", "FinalXOR", "Fixed",
    "FixedFrameStream", "FixedValue", "FixedValueEntry", "Flag", "FloatArgumentType", "FloatDataEncoding",
    "FloatParameterType", "FromBinaryTransformAlgorithm", "Header", "History", "HistorySet", "IncludeCondition",
    "IndirectParameterRefEntry", "InitRemainder", "InputAlgorithm", "InputArgumentInstanceRef",
    "InputParameterInstanceRef", "InputSet", "IntegerArgumentType", "IntegerDataEncoding", "IntegerParameterType",
    "Interlock", "InvertAlgorithm", "LeadingSize", "LinearAdjustment", "LocationInContainerInBits", "LongDescription",
    "MatchCriteria", "MathAlgorithm", "MathOperation", "MathOperationCalibrator", "Member", "MemberList", "Message",
    "MessageRef", "MessageRefSet", "MessageSet", "MetaCommand", "MetaCommandRef", "MetaCommandSet", "MetaCommandStep",
    "MetaCommandStepList", "NewValue", "NextContainer", "Note", "NoteSet", "NumberFormat", "ORedConditions", "Offset",
    "OffsetFrom", "OnContainerUpdateTrigger", "OnParameterUpdateTrigger", "OnPeriodicRateTrigger", "Operator",
    "OutputParameterRef", "OutputSet", "Parameter", "ParameterInstance", "ParameterInstanceRef",
    "ParameterInstanceRefOperand", "ParameterProperties", "ParameterRef", "ParameterRefEntry",
    "ParameterSegmentRefEntry", "ParameterSet", "ParameterTimeAssociation", "ParameterToSet", "ParameterToSetList",
    "ParameterToSuspendAlarmsOn", "ParameterTypeSet", "ParameterValueChange", "ParametersToSuspendAlarmsOnSet",
    "Parity", "PercentComplete", "PhysicalAddress", "PhysicalAddressSet", "Polynomial", "PolynomialCalibrator",
    "Property", "QueuedVerifier", "Range", "RangeEnumeration", "RateInStream", "RateInStreamSet", "ReceivedVerifier",
    "ReferenceTime", "RelativeTimeAgumentType", "RelativeTimeArgumentType", "RelativeTimeParameterType",
    "RepeatEntry", "RestrictionCriteria", "ReturnParmRef", "SentFromRangeVerifier", "SequenceContainer", "Service",
    "ServiceRef", "ServiceSet", "SevereAlarm", "SevereRange", "Significance", "SizeInBits", "SizeRangeInCharacters",
    "SpaceSystem", "SplineCalibrator", "SplinePoint", "StartCheck", "StartingIndex", "StaticAlarmConditions",
    "StaticAlarmRanges", "StopTime", "StreamRef", "StreamSegmentEntry", "StreamSet", "StringAlarm", "StringAlarmList",
    "StringArgumentType", "StringDataEncoding", "StringParameterType", "SubAddress", "SyncPattern", "SyncStrategy",
    "SystemName", "TelemetryMetaData", "Term", "TerminationChar", "ThisParameterOperand", "TimeAssociation",
    "ToBinaryTransformAlgorithm", "ToString", "TransferredToRangeVerifier", "TransmissionConstraint",
    "TransmissionConstraintList", "TriggerFrequency", "TriggerSet", "Unit", "UnitSet", "UseWhenCondition",
    "ValidRange", "ValidRangeSet", "ValidityCondition", "Value", "ValueEnumeration", "ValueOperand", "Variable",
    "VariableFrameStream", "VerifierSet", "Verifiers", "WarningAlarm", "WarningRange", "WatchAlarm", "WatchRange",
    "XOR", "include",
];

/// Tells whether XTCE has an element of this name.
pub(super) fn is_known(name: &str) -> bool {
    ELEMENTS.binary_search(&name).is_ok()
}

/// Returns all the names.
pub(super) fn all() -> impl Iterator<Item = &'static str> {
    ELEMENTS.iter().copied()
}
