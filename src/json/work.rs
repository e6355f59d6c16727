//! Counts work in unit tests, to prove that hostile documents take time in proportion to their
//! size.
//!
//! Outside of tests nothing is counted, and the calls cost nothing.

#[cfg(test)]
thread_local! {
    static STEPS: std::cell::Cell<u64> = const { std::cell::Cell::new(0) };
}

/// Counts steps of work: a name or value looked at, or a byte of text written.
#[inline]
pub(crate) fn count(_steps: usize) {
    #[cfg(test)]
    STEPS.set(STEPS.get() + _steps as u64);
}

/// Returns the number of steps that a piece of work takes.
#[cfg(test)]
pub(crate) fn of(work: impl FnOnce()) -> u64 {
    STEPS.set(0);
    work();
    STEPS.get()
}
