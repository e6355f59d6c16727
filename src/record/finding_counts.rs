//! Counts the findings of an integrity document by severity and by detector (docs/format.md,
//! section 10).

use std::fmt;

use crate::json::canonical;
use crate::json::digest::Digest;
use crate::json::document::Value;

/// Every severity, in the order of the canonical form.
const SEVERITIES: [&str; 3] = ["advisory", "critical", "informational"];

/// The number of findings of each severity, in total and for each detector.
///
/// It displays as the canonical form of the summary that states these numbers.
#[derive(Clone, Debug)]
pub struct FindingCounts<'d> {
    /// The detector and the severity of each finding, sorted.
    ///
    /// Separate counts for each detector would take many times the memory, since a hostile
    /// document can name another detector in every finding.
    findings: Vec<(&'d str, usize)>,
}

impl<'d> FindingCounts<'d> {
    /// Counts an array of findings.
    ///
    /// Returns `None` if a finding has no known severity or no detector.
    pub(crate) fn of(array: Value<'d>) -> Option<Self> {
        let counted = array.children().map(|finding| {
            let severity = finding.member("severity")?.as_str()?;
            let severity = SEVERITIES.iter().position(|known| *known == severity)?;
            Some((finding.member("detector")?.as_str()?, severity))
        });
        let mut findings = counted.collect::<Option<Vec<_>>>()?;
        findings.sort_unstable();
        Some(Self { findings })
    }

    /// Returns whether a summary states these numbers.
    pub(crate) fn are_stated_by(&self, summary: Value<'_>) -> bool {
        Digest::displays(summary, self)
    }
}

impl fmt::Display for FindingCounts<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [advisory, critical, informational] = by_severity(&self.findings);
        write!(f, "{{\"advisory\":{advisory},\"by_detector\":{{")?;
        let detectors = self.findings.chunk_by(|one, other| one.0 == other.0);
        for (position, findings) in detectors.enumerate() {
            if position > 0 {
                f.write_str(",")?;
            }
            let detector = findings.first().map_or("", |(detector, _)| detector);
            canonical::write_string(detector, f)?;
            let [advisory, critical, informational] = by_severity(findings);
            let total = findings.len();
            write!(
                f,
                ":{{\"advisory\":{advisory},\"critical\":{critical},\
                 \"informational\":{informational},\"total\":{total}}}"
            )?;
        }
        write!(
            f,
            "}},\"critical\":{critical},\"informational\":{informational}}}"
        )
    }
}

fn by_severity(findings: &[(&str, usize)]) -> [usize; SEVERITIES.len()] {
    let mut counts = [0; SEVERITIES.len()];
    for (_, severity) in findings {
        if let Some(count) = counts.get_mut(*severity) {
            *count += 1;
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::canonical::CanonicalBytes;
    use crate::json::document::Document;

    #[test]
    fn displays_the_canonical_form_of_what_is_counted() {
        let counted = Document::read(
            br#"[{"severity":"critical","detector":"b\n"},
                {"severity":"advisory","detector":"\u00e9"},
                {"severity":"informational","detector":"b\n"},
                {"severity":"critical","detector":"\"a\""}]"#,
        );
        let counted = counted.unwrap();
        let counts = FindingCounts::of(counted.root()).unwrap();
        let text = counts.to_string();
        let read = Document::read(text.as_bytes()).unwrap();
        assert_eq!(CanonicalBytes::of(read.root()).as_str(), text);
        assert!(counts.are_stated_by(read.root()));
        let of = |place: &str| read.root().at(place).unwrap().leaves().count();
        assert_eq!(of("/by_detector"), 3 * 4);
        for (place, count) in [
            ("/advisory", "1"),
            ("/critical", "2"),
            ("/informational", "1"),
            ("/by_detector/b\n/advisory", "0"),
            ("/by_detector/b\n/critical", "1"),
            ("/by_detector/b\n/total", "2"),
            ("/by_detector/é/advisory", "1"),
        ] {
            assert_eq!(read.root().at(place).unwrap().text(), count, "{place}");
        }
        let other = Document::read(text.replacen(":1", ":2", 1).as_bytes())
            .map(|other| counts.are_stated_by(other.root()));
        assert_eq!(other, Ok(false));
    }

    #[test]
    fn counts_nothing_if_one_finding_cannot_be_counted() {
        for finding in [
            "{}",
            "1",
            r#"{"severity":"critical"}"#,
            r#"{"severity":"fatal","detector":"a"}"#,
            r#"{"severity":"critical","detector":1}"#,
        ] {
            let text = format!(r#"[{{"severity":"critical","detector":"a"}},{finding}]"#);
            let document = Document::read(text.as_bytes()).unwrap();
            assert!(FindingCounts::of(document.root()).is_none(), "{finding}");
        }
    }
}
