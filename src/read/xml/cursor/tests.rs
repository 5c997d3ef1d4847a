//! What trees XML becomes, and what is said of faults in it.

use super::super::tree::{Child, Element};
use super::parse;
use crate::text::span::SourceId;

/// Writes a tree as it was read: what is in a text that is not byte for byte its source stands in `{}`.
fn check(source: &str, tree: &str, findings: &[&str]) {
    let (read, diagnostics) = parse(SourceId(0), source);
    let mut out = String::new();
    for child in read.document().expect("there is always a document").children() {
        write(child, source, &mut out);
    }
    assert_eq!(out, tree, "{source}");
    let found = diagnostics.iter().map(|finding| {
        let place = source.get(finding.span().range()).expect("a finding lies in its source");
        format!("{} @{place}", finding.message)
    });
    assert_eq!(found.collect::<Vec<_>>(), findings, "{source}");
}

fn write(child: Child, source: &str, out: &mut String) {
    match child {
        Child::Text(text) if text.as_str().len() == text.span.len() => {
            assert_eq!(source.get(text.span.range()), Some(text.as_str()));
            out.push_str(text.as_str());
        }
        Child::Text(text) => out.push_str(&format!("{{{}}}", text.as_str())),
        Child::Element(element) => write_element(element, source, out),
    }
}

fn write_element(element: Element, source: &str, out: &mut String) {
    out.push_str(&format!("<{}", element.name()));
    for attribute in element.attributes() {
        assert_eq!(source.get(attribute.name_span.range()), Some(attribute.name));
        let value = &attribute.value;
        assert!(source.get(value.span.range()).is_some());
        let agrees = value.as_str().len() == value.span.len();
        assert!(!agrees || source.get(value.span.range()) == Some(value.as_str()));
        let (open, close) = if agrees { ("", "") } else { ("{", "}") };
        out.push_str(&format!(" {}={open}{}{close}", attribute.name, value.as_str()));
    }
    out.push('>');
    element.children().for_each(|child| write(child, source, out));
    out.push_str("</>");
}

#[test]
fn names_values_and_text_keep_their_places() {
    check("\u{feff}<x:a b = 'é&amp;\n' c=\"d\"><e/>f&lt;g</x:a >", "<a b={é& } c=d><e></>f{<}g</>", &[]);
    check("<a><![CDATA[<b>&c;]]><!-- d --><?e f?></a>", "<a><b>&c;</>", &[]);
}

#[test]
fn entities_are_expanded_where_they_are_declared() {
    let source = "<!DOCTYPE a [<!ENTITY e 'xyz'><!ENTITY m '<b/>'>]><a b='&e;'>&e; &m;</a>";
    let note = "entity `m` holds mark-up, and is not expanded @&m;";
    check(source, "<a b={xyz}>{xyz} &m;</>", &[note]);
    check("<a>&e;&f;</a>", "<a>&e;&f;</>", &["entity `e` is not declared @&e;"]);
    let source = "<!DOCTYPE a SYSTEM 'a.dtd'><a>&e;</a>";
    check(
        source,
        "<a>&e;</>",
        &[
            "the document type refers to `a.dtd`, which is not loaded @<!DOCTYPE a SYSTEM 'a.dtd'>",
            "entity `e` is not declared in this file, and is not expanded @&e;",
        ],
    );
}

#[test]
fn small_faults_are_read_over() {
    check("<a>R & D; <b c=d e='f'/></a>", "<a>R & D; <b e=f></></>", &["`&` begins no reference @&"]);
    check("<a b='1' b='2'/>", "<a b=1></>", &["an attribute is given twice @b"]);
    check("<a/>b<c/>", "<a></>b<c></>", &["text stands outside of the root element @b"]);
    check("<a>\u{1}</a>", "<a>\u{1}</>", &["XML does not allow the character U+0001 @\u{1}"]);
    check("<a b='<'/>", "<a b=<></>", &["`<` stands in the value of an attribute @<"]);
    check("<1/>", "<1></>", &["`1` is no name that an element can have @<1/>"]);
}

#[test]
fn what_precedes_a_broken_structure_is_kept() {
    check("<a><b>c</a>d", "<a><b>c</></>", &["`</a>` closes element `b` @</a>"]);
    check("<a>b", "<a>b</>", &["element `a` is not closed @<a>"]);
    check("<a>b<!-- c", "<a>b</>", &["a comment is not closed @<!-- c"]);
    check("<a>b<c d='e", "<a>b</>", &["the value of an attribute is not closed @<c d='e"]);
    check("</a>", "", &["`</a>` closes nothing @</a>"]);
    check("", "", &["there is no element in this file @"]);
    check("<a>é<", "<a>é</>", &["a tag is not closed @<"]);
}

#[test]
fn depth_is_bounded() {
    let source = format!("{}x{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
    let (tree, diagnostics) = parse(SourceId(0), &source);
    assert_eq!(tree.elements.len(), super::DEEPEST + 1);
    assert_eq!(diagnostics.len(), 1);
    let (_, diagnostics) = parse(SourceId(0), &"<a>".repeat(100_000));
    assert_eq!(diagnostics.len(), 2);
}
