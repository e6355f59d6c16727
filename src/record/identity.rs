//! Reads the names by which people refer to a record (docs/format.md, section 6).

use std::borrow::Cow;
use std::fmt;

use super::alias::DOI_PREFIX;
use super::identifier::{PithNumber, SHORT_LENGTH};
use crate::json::shorten::shorten;

/// The lengths at which a prefix of the identifier is a name of the record.
const LENGTHS: [usize; 4] = [SHORT_LENGTH, 12, 16, 26];

/// Hosts that serve the papers of arXiv, and those that resolve DOIs.
const ARXIV_HOSTS: &[&str] = &["arxiv.org/", "www.arxiv.org/", "export.arxiv.org/"];
const DOI_HOSTS: &[&str] = &["doi.org/", "www.doi.org/", "dx.doi.org/"];

/// The largest number of characters in the name of an archive; arXiv's have at most 8.
const MAX_ARCHIVE: usize = 16;
/// The largest number of digits in the version of a paper.
const MAX_VERSION: usize = 9;

/// A name of a record: a Pith Number in any of its forms, or the arXiv id or DOI of its paper.
///
/// All spellings of a name are equal, and display in the same way.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Identity(IdentityForm);

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum IdentityForm {
    /// The identifier or a prefix of it, and the year if the name states one.
    Pith(String, Option<u16>),
    /// An arXiv id, and the version if the name states one.
    Arxiv(String, Option<String>),
}

/// The names of one record, derived from its signed values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Names<'d> {
    /// The Pith Number.
    pub pith_number: Option<PithNumber>,
    /// The arXiv id, without version. This is hostile text.
    pub arxiv_id: Option<Cow<'d, str>>,
    /// The digits of the paper's version. This is hostile text.
    pub version: Option<Cow<'d, str>>,
}

impl Identity {
    /// Says what a text is that [`parse`](Self::parse) does not understand.
    #[doc(hidden)]
    pub const NOT_UNDERSTOOD: &str = "neither a Pith Number (4K6GSOJW), an arXiv id \
         (2106.06530v2), a DOI of arXiv nor the address of a paper there \
         (https://arxiv.org/abs/2106.06530v2)";

    /// Parses a name of a record.
    ///
    /// A name is `pith:2021:4K6G…`, `pith:4K6GSOJW`, the identifier or its first 8, 12 or 16
    /// characters, an arXiv id such as `2106.06530`, `hep-lat/0305021v2` or `arXiv:2106.06530`,
    /// a DOI of arXiv, or the address of a paper at arxiv.org or doi.org.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(number) = PithNumber::parse(text) {
            let identifier = number.identifier().as_str().to_owned();
            return Some(Self(IdentityForm::Pith(identifier, Some(number.year()))));
        }
        if let Some(short) = text.strip_prefix("pith:") {
            let short = Some(short).filter(|short| short.len() == SHORT_LENGTH);
            return short.filter(|short| is_identifier(short)).map(Self::pith);
        }
        if is_identifier(text) {
            return Some(Self::pith(text));
        }
        let address = ["https://", "http://"]
            .iter()
            .find_map(|scheme| strip_prefix(text, scheme));
        if let Some(page) = after_any(address.unwrap_or(text), ARXIV_HOSTS) {
            return Self::parse_arxiv_page(page);
        }
        if let Some(doi) = after_any(address.unwrap_or(text), DOI_HOSTS) {
            return Self::parse_arxiv(strip_prefix(doi, DOI_PREFIX)?);
        }
        let doi = strip_prefix(text, "doi:").unwrap_or(text);
        let id = strip_prefix(doi, DOI_PREFIX).or_else(|| strip_prefix(text, "arxiv:"));
        Self::parse_arxiv(id.unwrap_or(text))
    }

    /// Parses the name of a file as the name of a record, with `_` in place of each `/`.
    ///
    /// The file name ends with `.json`, which `.gz` or `.zst` may follow.
    #[must_use]
    pub fn of_file_name(name: &str) -> Option<Self> {
        let name = [".gz", ".zst"]
            .iter()
            .find_map(|suffix| name.strip_suffix(suffix))
            .unwrap_or(name);
        Self::parse(&name.strip_suffix(".json")?.replace('_', "/"))
    }

    fn pith(identifier: &str) -> Self {
        Self(IdentityForm::Pith(identifier.to_owned(), None))
    }

    /// Reads what follows the host in the address of a paper, as `abs/2106.06530v2` and
    /// `pdf/2106.06530v2.pdf`.
    fn parse_arxiv_page(path: &str) -> Option<Self> {
        let (page, id) = path.split_once('/')?;
        let id = match page {
            "pdf" => id.strip_suffix(".pdf").unwrap_or(id),
            "abs" | "html" => id,
            _ => return None,
        };
        Self::parse_arxiv(id)
    }

    fn parse_arxiv(text: &str) -> Option<Self> {
        let (id, version) = match text.rsplit_once('v') {
            Some((id, version)) if is_version(version) => (id, Some(version.to_owned())),
            _ => (text, None),
        };
        is_arxiv_id(id).then(|| Self(IdentityForm::Arxiv(id.to_owned(), version)))
    }

    /// Returns whether this is a name of the record that has these names.
    #[must_use]
    pub fn is_of(&self, names: &Names<'_>) -> bool {
        match &self.0 {
            IdentityForm::Pith(identifier, year) => names.pith_number.is_some_and(|number| {
                number.identifier().as_str().starts_with(identifier)
                    && year.is_none_or(|year| year == number.year())
            }),
            IdentityForm::Arxiv(id, version) => {
                names.arxiv_id.as_deref() == Some(id)
                    && (version.is_none() || names.version.as_deref() == version.as_deref())
            }
        }
    }
}

impl fmt::Display for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            IdentityForm::Pith(identifier, Some(year)) => write!(f, "pith:{year:04}:{identifier}"),
            IdentityForm::Pith(identifier, None) => f.write_str(identifier),
            IdentityForm::Arxiv(id, Some(version)) => write!(f, "{id}v{version}"),
            IdentityForm::Arxiv(id, None) => f.write_str(id),
        }
    }
}

impl Names<'_> {
    /// Returns the same names as a value that does not borrow from the document.
    #[must_use]
    pub fn into_owned(self) -> Names<'static> {
        let owned = |name: Option<Cow<'_, str>>| name.map(|name| name.into_owned().into());
        Names {
            pith_number: self.pith_number,
            arxiv_id: owned(self.arxiv_id),
            version: owned(self.version),
        }
    }

    /// Returns the paper as `arXiv 2106.06530v2`, shortened if it is long; this is hostile
    /// text.
    #[must_use]
    pub fn paper(&self) -> Option<String> {
        let id = self.arxiv_id.as_deref()?;
        let version = self.version.as_deref();
        let version = version.map(|version| format!("v{}", shorten(version)));
        Some(format!(
            "arXiv {}{}",
            shorten(id),
            version.unwrap_or_default()
        ))
    }

    /// Returns the DOI that arXiv gives the paper; this is hostile text.
    #[must_use]
    pub fn doi(&self) -> Option<String> {
        let id = self.arxiv_id.as_deref()?;
        Some(format!("{DOI_PREFIX}{id}"))
    }

    /// Returns every identity that refers to this record.
    pub fn identities(&self) -> impl Iterator<Item = Identity> {
        let number = self.pith_number;
        let short = number.into_iter().flat_map(|number| {
            let identifier = number.identifier();
            LENGTHS.map(|length| Identity::pith(identifier.prefix(length)))
        });
        let whole = number.map(|number| {
            let identifier = number.identifier().as_str().to_owned();
            Identity(IdentityForm::Pith(identifier, Some(number.year())))
        });
        let arxiv = self.arxiv_id.iter().flat_map(|id| {
            let version = self.version.as_deref().map(str::to_owned);
            let versions = std::iter::once(None).chain(version.map(Some));
            versions.map(|version| Identity(IdentityForm::Arxiv(id.clone().into_owned(), version)))
        });
        short.chain(whole).chain(arxiv)
    }
}

impl fmt::Display for Names<'_> {
    /// Writes the names as `pith:2021:4K6G…, 2106.06530v2`; this is hostile text.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(number) = &self.pith_number {
            number.fmt(f)?;
        }
        let Some(id) = &self.arxiv_id else {
            return Ok(());
        };
        let separator = if self.pith_number.is_some() { ", " } else { "" };
        write!(f, "{separator}{id}")?;
        self.version
            .as_ref()
            .map_or(Ok(()), |version| write!(f, "v{version}"))
    }
}

fn is_identifier(text: &str) -> bool {
    let base32 = |byte| matches!(byte, b'A'..=b'Z' | b'2'..=b'7');
    LENGTHS.contains(&text.len()) && text.bytes().all(base32)
}

/// Returns whether a text is an arXiv id without a version.
///
/// Examples are `2106.06530`, `0704.0001`, `hep-lat/0305021` and `math.GT/0309136`.
fn is_arxiv_id(text: &str) -> bool {
    if let Some((archive, number)) = text.split_once('/') {
        let archive = match archive.split_once('.') {
            Some((archive, class)) if class.len() == 2 && is_all(class, u8::is_ascii_uppercase) => {
                archive
            }
            Some(_) => return false,
            None => archive,
        };
        let letter = |byte: &u8| byte.is_ascii_lowercase() || *byte == b'-';
        return archive.len() <= MAX_ARCHIVE
            && is_all(archive, letter)
            && number.len() == 7
            && is_number(number);
    }
    text.split_once('.').is_some_and(|(month, number)| {
        month.len() == 4 && is_number(month) && (4..=5).contains(&number.len()) && is_number(number)
    })
}

fn is_version(text: &str) -> bool {
    text.len() <= MAX_VERSION && is_number(text) && !text.starts_with('0')
}

fn is_number(text: &str) -> bool {
    is_all(text, u8::is_ascii_digit)
}

fn is_all(text: &str, is: impl Fn(&u8) -> bool) -> bool {
    !text.is_empty() && text.as_bytes().iter().all(is)
}

/// Returns the text after one of these prefixes, which are compared without regard to
/// capitalization.
fn after_any<'t>(text: &'t str, prefixes: &[&str]) -> Option<&'t str> {
    prefixes
        .iter()
        .find_map(|prefix| strip_prefix(text, prefix))
}

/// Returns the text after a prefix, which is compared without regard to capitalization.
fn strip_prefix<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    let (start, rest) = text.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names<'static> {
        Names {
            pith_number: PithNumber::parse("pith:2021:4K6GSOJWB7QU2RFIL3CD3BQJ62"),
            arxiv_id: Some("2106.06530".into()),
            version: Some("2".into()),
        }
    }

    #[test]
    fn reads_every_name_of_a_record() {
        for text in [
            "pith:2021:4K6GSOJWB7QU2RFIL3CD3BQJ62",
            "4K6GSOJWB7QU2RFIL3CD3BQJ62",
            "pith:4K6GSOJW",
            "4K6GSOJW",
            "4K6GSOJWB7QU",
            "4K6GSOJWB7QU2RFI",
            "2106.06530",
            "2106.06530v2",
            "arXiv:2106.06530v2",
            "10.48550/arXiv.2106.06530",
            "doi:10.48550/arxiv.2106.06530",
            "https://doi.org/10.48550/arXiv.2106.06530v2",
            "http://dx.doi.org/10.48550/arXiv.2106.06530",
            "doi.org/10.48550/arXiv.2106.06530",
            "https://arxiv.org/abs/2106.06530v2",
            "http://www.arxiv.org/abs/2106.06530",
            "HTTPS://arXiv.org/abs/2106.06530",
            "https://arxiv.org/pdf/2106.06530v2.pdf",
            "arxiv.org/pdf/2106.06530",
            "https://export.arxiv.org/html/2106.06530v2",
        ] {
            let identity = Identity::parse(text).expect(text);
            assert!(identity.is_of(&names()), "{text}");
            assert!(names().identities().any(|name| name == identity), "{text}");
            assert_eq!(Identity::parse(&identity.to_string()), Some(identity));
        }
    }

    #[test]
    fn does_not_match_names_of_other_records() {
        for text in [
            "pith:2020:4K6GSOJWB7QU2RFIL3CD3BQJ62",
            "4K6GSOJWB7QU2RFIL3CD3BQJ6Z",
            "4K6GSOJX",
            "2106.06530v1",
            "2106.06531",
            "10.48550/arXiv.2106.0653",
        ] {
            let identity = Identity::parse(text).expect(text);
            assert!(!identity.is_of(&names()), "{text}");
            assert!(names().identities().all(|name| name != identity), "{text}");
        }
    }

    #[test]
    fn refuses_texts_that_are_not_names() {
        for text in [
            "",
            "record",
            "4k6gsojw",
            "4K6GSOJ",
            "pith:4K6GSOJWB7QU",
            "pith:",
            "2106.065",
            "2106.065301",
            "21060.6530",
            "2106.06530v",
            "2106.06530v02",
            "10.1000/182",
            "hep-lat/030502",
            "Hep-lat/0305021",
            "math.gt/0309136",
            "/0305021",
            "doi:2106.06530",
            "https://2106.06530",
            "https://arxiv.org/2106.06530",
            "https://arxiv.org/list/2106.06530",
            "https://arxiv.org/abs/2106.06530/",
            "https://arxiv.org/abs/2106.06530.pdf",
            "https://arxiv.org/abs/2106.06530?context=cs",
            "https://arxiv.org.example.com/abs/2106.06530",
            "https://example.com/arxiv.org/abs/2106.06530",
            "https://user@arxiv.org/abs/2106.06530",
            "https://arxiv.org:80/abs/2106.06530",
            "ftp://arxiv.org/abs/2106.06530",
            "https://doi.org/2106.06530",
            "https://doi.org/10.1000/182",
        ] {
            assert_eq!(Identity::parse(text), None, "{text}");
        }
        for text in [
            "hep-lat/0305021",
            "hep-lat/0305021v3",
            "math.GT/0309136",
            "https://arxiv.org/abs/hep-lat/0305021v3",
        ] {
            assert!(Identity::parse(text).is_some(), "{text}");
        }
    }

    #[test]
    fn reads_the_names_of_files() {
        let name = |file| Identity::of_file_name(file).map(|identity| identity.to_string());
        assert_eq!(name("2106.06530.json").as_deref(), Some("2106.06530"));
        assert_eq!(name("4K6GSOJW.json.gz").as_deref(), Some("4K6GSOJW"));
        let old = Some("hep-lat/0305021v2");
        assert_eq!(name("hep-lat_0305021v2.json.zst").as_deref(), old);
        for file in ["2106.06530", "record.json", ".json", "4K6GSOJW.txt"] {
            assert_eq!(name(file), None, "{file}");
        }
    }
}
