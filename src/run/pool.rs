//! Works on many batches on many threads, in bounded memory, and keeps their order.
//!
//! One thread reads batches, workers turn each into its result, and the caller takes the results in
//! the order of the batches. So reading, verifying and writing overlap. The number of batches that
//! wait is bounded, so a slow writer holds up the reader.

use std::ops::ControlFlow;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, Result, anyhow};

/// The number of batches per worker that may wait between the reader and the caller.
const AHEAD: usize = 3;

/// Locks a mutex, even if a thread panicked while it held the lock.
///
/// No code that holds a lock can leave something half-updated.
pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The results of the batches, in the order of the batches.
///
/// If they are dropped before the end, the threads end too. They are not joined, because the reader
/// may be waiting for input that never comes.
pub struct Results<Output> {
    results: Receiver<Receiver<Output>>,
    /// The result that comes next, of a batch that was read.
    next: Option<Receiver<Output>>,
    reader: Option<thread::JoinHandle<()>>,
}

/// What waiting for the next result led to.
pub enum Next<Output> {
    Result(Output),
    /// There are no more results.
    End,
    /// No result came within the time.
    Timeout,
}

/// Works on each batch and takes the results in order, until `take` breaks.
///
/// With one job, everything happens on the calling thread. Otherwise it is the same as [`start`].
///
/// # Errors
///
/// Returns an error if threads cannot be started, or if one ends early.
pub fn run<Batch: Send + 'static, Output: Send + 'static>(
    mut batches: impl Iterator<Item = Batch> + Send + 'static,
    jobs: usize,
    alone: fn(&Batch) -> bool,
    work: impl Fn(Batch) -> Output + Send + Sync + 'static,
    mut take: impl FnMut(Output) -> ControlFlow<()>,
) -> Result<()> {
    if jobs == 1 {
        let _ = batches.try_for_each(|batch| take(work(batch)));
        return Ok(());
    }
    let mut results = start(batches, jobs, alone, work)?;
    loop {
        match results.next_within(Duration::MAX)? {
            Next::Result(output) => {
                if take(output).is_break() {
                    return Ok(());
                }
            }
            Next::Timeout => {}
            Next::End => return Ok(()),
        }
    }
}

/// Starts the threads that work on the batches.
///
/// If `alone(batch)`, the reader thread works on the batch itself, and nothing else is read until
/// somebody has taken the result.
///
/// # Errors
///
/// Returns an error if threads cannot be started.
pub fn start<Batch: Send + 'static, Output: Send + 'static>(
    batches: impl Iterator<Item = Batch> + Send + 'static,
    jobs: usize,
    alone: fn(&Batch) -> bool,
    work: impl Fn(Batch) -> Output + Send + Sync + 'static,
) -> Result<Results<Output>> {
    let (tasks, waiting) = channel::<Box<dyn FnOnce() + Send>>();
    let waiting = Arc::new(Mutex::new(waiting));
    for _ in 0..jobs {
        let waiting = Arc::clone(&waiting);
        let next = move || lock(&waiting).recv();
        start_thread(move || {
            while let Ok(task) = next() {
                task();
            }
        })?;
    }
    let work = Arc::new(work);
    let (queue, results) = sync_channel::<Receiver<Output>>(jobs * AHEAD);
    let reader = start_thread(move || {
        for batch in batches {
            let (alone, work) = (alone(&batch), Arc::clone(&work));
            // Sending the result of a batch that is worked on alone waits until it is taken.
            let (sender, result) = sync_channel(usize::from(!alone));
            if queue.send(result).is_err() {
                break;
            }
            // Sending fails only if the caller no longer waits for the result.
            let task = move || drop(sender.send(work(batch)));
            if alone {
                task();
            } else if tasks.send(Box::new(task)).is_err() {
                break;
            }
        }
    })?;
    Ok(Results {
        results,
        next: None,
        reader: Some(reader),
    })
}

impl<Output> Results<Output> {
    /// Waits for the next result, but not longer than this.
    ///
    /// # Errors
    ///
    /// Returns an error if a thread ended early.
    pub fn next_within(&mut self, time: Duration) -> Result<Next<Output>> {
        let next = match self.next.take() {
            Some(next) => next,
            None => match self.results.recv_timeout(time) {
                Ok(next) => next,
                Err(RecvTimeoutError::Timeout) => return Ok(Next::Timeout),
                Err(RecvTimeoutError::Disconnected) => return self.end(),
            },
        };
        match next.recv_timeout(time) {
            Ok(output) => Ok(Next::Result(output)),
            Err(RecvTimeoutError::Timeout) => {
                self.next = Some(next);
                Ok(Next::Timeout)
            }
            Err(RecvTimeoutError::Disconnected) => Err(anyhow!("a worker ended early")),
        }
    }

    /// Checks that the reader read everything.
    fn end(&mut self) -> Result<Next<Output>> {
        match self.reader.take().map(thread::JoinHandle::join) {
            Some(Err(_)) => Err(anyhow!("the reader ended early")),
            _ => Ok(Next::End),
        }
    }
}

/// Starts a thread.
fn start_thread(run: impl FnOnce() + Send + 'static) -> Result<thread::JoinHandle<()>> {
    let started = thread::Builder::new().spawn(run);
    started.context("cannot start threads")
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    const SHORT: Duration = Duration::from_millis(50);

    fn rest(results: &mut Results<u32>) -> Vec<u32> {
        let next = || match results.next_within(Duration::MAX).unwrap() {
            Next::Result(number) => Some(number),
            Next::End | Next::Timeout => None,
        };
        std::iter::from_fn(next).collect()
    }

    #[test]
    fn reads_nothing_until_the_result_of_a_large_batch_is_taken() {
        let read = Arc::new(AtomicU32::new(0));
        let counted = Arc::clone(&read);
        let batches = (0..20).inspect(move |_| {
            counted.fetch_add(1, Ordering::Relaxed);
        });
        let mut results = start(batches, 4, |_| true, |number| number).unwrap();
        thread::sleep(SHORT);
        assert_eq!(read.load(Ordering::Relaxed), 1);
        assert_eq!(rest(&mut results), (0..20).collect::<Vec<_>>());
    }

    #[test]
    fn loses_no_result_when_the_time_is_over() {
        let (input, batches) = channel();
        let mut results = start(batches.into_iter(), 2, |_| false, |number| number).unwrap();
        assert!(matches!(results.next_within(SHORT), Ok(Next::Timeout)));
        let work = |number: u32| {
            thread::sleep(4 * SHORT);
            number
        };
        input.send(1).unwrap();
        input.send(2).unwrap();
        drop(input);
        assert_eq!(rest(&mut results), [1, 2]);
        let mut results = start([1, 2].into_iter(), 2, |_| false, work).unwrap();
        assert!(matches!(results.next_within(SHORT), Ok(Next::Timeout)));
        assert_eq!(rest(&mut results), [1, 2]);
    }

    #[test]
    fn reports_a_thread_that_ended_early() {
        let work = |number: u32| assert!(number < 1);
        let mut results = start(0..2, 1, |_| false, work).unwrap();
        assert!(matches!(
            results.next_within(Duration::MAX),
            Ok(Next::Result(()))
        ));
        assert!(results.next_within(Duration::MAX).is_err());
    }
}
