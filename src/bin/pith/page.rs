//! Collects the page that `pith verify --html` writes about the documents of a run.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use pith_verify::explain::{Explanation, Invocation, RepeatedOptions};
use pith_verify::render::{self, Overview, OverviewEntry};
use pith_verify::report::{Source, Verdict};
use pith_verify::run::pool::lock;

use crate::cli::VerifyArgs;
use crate::invocation::repeated_options;

/// The page of a run. Workers make its parts, and [`Page::add`] takes them in order.
#[derive(Clone)]
pub struct Page {
    /// Whether the page has an overview, because there may be many documents or unmet expectations.
    many: bool,
    only_failures: bool,
    repeated: RepeatedOptions,
    content: Arc<Mutex<Content>>,
}

#[derive(Default)]
struct Content {
    /// The page about the only document, if there is no overview.
    alone: Option<Vec<u8>>,
    overview: Overview,
}

/// What one document adds to a page.
pub enum PagePart {
    Alone(Vec<u8>),
    Entry(OverviewEntry),
}

impl Page {
    pub fn new(args: &VerifyArgs, many: bool) -> Self {
        let is_set = args.expect_count.is_some() || args.expected.expect_list.is_some();
        Self {
            many: many || is_set,
            only_failures: args.output.only_failures,
            repeated: repeated_options(&args.keys, &args.with, &args.limit),
            content: Arc::default(),
        }
    }

    pub fn invocation(&self, source: &Source) -> Invocation {
        self.repeated.invocation_for(source)
    }

    /// Returns what a document adds to the page. It may be called on any thread.
    pub fn part(&self, explanation: &Explanation<'_>) -> io::Result<PagePart> {
        let verdict = explanation.report.verdict();
        if !self.many {
            let mut page = Vec::new();
            render::write_explanation_html(explanation, &mut page)?;
            return Ok(PagePart::Alone(page));
        }
        let entry = if self.only_failures && verdict == Verdict::Pass {
            OverviewEntry::counted(verdict)
        } else {
            let in_full = lock(&self.content).overview.has_room(verdict);
            OverviewEntry::of(explanation, in_full)?
        };
        Ok(PagePart::Entry(entry))
    }

    pub fn add(&self, part: PagePart) {
        let mut content = lock(&self.content);
        match part {
            PagePart::Alone(page) => content.alone = Some(page),
            PagePart::Entry(entry) => content.overview.push(entry),
        }
    }

    /// Writes the page, and returns a message about what it leaves out.
    ///
    /// `missing` holds the reasons why the run as a whole is not complete.
    pub fn write(&self, missing: Vec<String>, out: &mut dyn Write) -> io::Result<Option<String>> {
        let mut content = lock(&self.content);
        if let Some(page) = &content.alone {
            return out.write_all(page).map(|()| None);
        }
        content.overview.incomplete = missing;
        content.overview.write(out)?;
        Ok(content.overview.left_out())
    }
}
