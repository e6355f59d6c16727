//! One run: its settings, and the documents that were added to it.

use data_encoding::HEXLOWER;
use pith_verify::page::{Explainer, Named, Overview, RepeatedOptions};
use pith_verify::{DEFAULT_MAX_SIZE, DocumentError, Identity, Keyring};
use sha2::{Digest as _, Sha256};

use crate::request::{File, Request, Settings};

/// The state of a run.
#[derive(Default)]
pub struct Session {
    explainer: Explainer,
    key_files: Vec<String>,
    record_files: Vec<String>,
    no_builtin_keys: bool,
    /// At most two documents that were added, which are explained or compared.
    few: Vec<Held>,
    /// The overview, once there are more, or a file of many, or if the host asked for it.
    many: Option<Overview>,
}

/// A file that was added.
struct Held {
    name: String,
    bytes: Result<Vec<u8>, DocumentError>,
}

impl Held {
    fn named(&self) -> Named<'_> {
        Named {
            name: &self.name,
            bytes: self.bytes.as_deref().map_err(Clone::clone),
        }
    }
}

impl Session {
    /// Handles a request: a line of JSON and, after it, the bytes of a file.
    ///
    /// # Errors
    ///
    /// Returns a message if the request is refused, for example because a file holds no key.
    /// Documents never lead to an error: each gets a report.
    pub fn handle(&mut self, mut bytes: Vec<u8>) -> Result<Vec<u8>, String> {
        let (request, start) = Request::read(&bytes)?;
        bytes.drain(..start);
        match request {
            Request::Start(settings) => self.start(settings)?,
            Request::Key(file) => self.trust(file, &bytes)?,
            Request::Record(file) => self.give(file, &bytes)?,
            Request::Add(file) => return Ok(self.add(file, bytes)),
            Request::Reports => return Ok(self.reports()),
            Request::Page => return self.page(),
            Request::Csv => return self.csv(),
            Request::Sha256 => return Ok(HEXLOWER.encode(&Sha256::digest(&bytes)).into_bytes()),
            Request::About => return Ok(about()),
        }
        Ok(Vec::new())
    }

    fn start(&mut self, settings: Settings) -> Result<(), String> {
        *self = Self::default();
        self.many = settings.overview.then(Overview::default);
        let verifier = &mut self.explainer.verifier;
        self.no_builtin_keys = settings.no_builtin_keys;
        if settings.no_builtin_keys {
            verifier.keys = Keyring::empty();
        }
        verifier.given_title = settings.title;
        verifier.given_abstract = settings.r#abstract;
        for name in settings.expect {
            let identity = Identity::parse(&name);
            let not_a_name = || format!("expect: {name:?} is not the name of a record or a paper");
            verifier
                .expectations
                .identities
                .push(identity.ok_or_else(not_a_name)?);
        }
        self.repeat();
        Ok(())
    }

    fn trust(&mut self, file: File, bytes: &[u8]) -> Result<(), String> {
        let trusted = self.explainer.verifier.keys.trust_file(bytes);
        trusted.map_err(|error| format!("key file {}: {error}", file.name))?;
        self.key_files.push(file.name);
        self.repeat();
        Ok(())
    }

    fn give(&mut self, file: File, bytes: &[u8]) -> Result<(), String> {
        // The texts belong to the documents, not to the records that are given with them.
        let mut verifier = self.explainer.verifier.clone();
        (verifier.given_title, verifier.given_abstract) = (None, None);
        verifier.expectations.identities.clear();
        let record = verifier.verified_record(bytes).map_err(|report| {
            let why = report.not_a_signed_record();
            let why = why.unwrap_or_else(|| "it does not pass; verify it alone to see why".into());
            format!("record {}: {why}", file.name)
        })?;
        self.explainer.verifier.given_records.push(record);
        self.record_files.push(file.name);
        self.repeat();
        Ok(())
    }

    /// Takes over the options that shell lines repeat.
    fn repeat(&mut self) {
        let (keys, records) = (self.key_files.clone(), self.record_files.clone());
        let built_in = !self.no_builtin_keys;
        self.explainer.options = RepeatedOptions::new(keys, records, built_in, DEFAULT_MAX_SIZE);
    }

    fn add(&mut self, file: File, bytes: Vec<u8>) -> Vec<u8> {
        let bytes = match file.unreadable {
            Some(why) => Err(DocumentError::unreadable(&std::io::Error::other(why))),
            None => Ok(bytes),
        };
        let held = Held {
            name: file.name,
            bytes,
        };
        if self.many.is_none() && self.few.len() < 2 && !held.named().holds_lines() {
            self.few.push(held);
            return Vec::new();
        }
        let overview = self.many.get_or_insert_default();
        let files = self.few.drain(..).chain([held]);
        files
            .flat_map(|file| overview.add(&self.explainer, &file.named()))
            .collect()
    }

    fn reports(&self) -> Vec<u8> {
        let reports = self
            .few
            .iter()
            .map(|file| self.explainer.report_json(&file.named()));
        reports.flatten().collect()
    }

    fn page(&self) -> Result<Vec<u8>, String> {
        match (&self.many, &*self.few) {
            (Some(overview), _) => Ok(overview.html()),
            (None, [file]) => Ok(self.explainer.explain_html(&file.named())),
            (None, [one, other]) => Ok(self.explainer.compare_html([&one.named(), &other.named()])),
            _ => Err("there is nothing to verify".to_owned()),
        }
    }

    fn csv(&self) -> Result<Vec<u8>, String> {
        let overview = self.many.as_ref().ok_or("there are not many documents")?;
        Ok(overview.csv().to_vec())
    }
}

fn about() -> Vec<u8> {
    let about = serde_json::json!({
        "version": env!("CARGO_PKG_VERSION"),
        "max_size": DEFAULT_MAX_SIZE,
    });
    about.to_string().into_bytes()
}

#[cfg(test)]
mod tests;
