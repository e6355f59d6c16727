//! Works on many batches on many threads, in bounded memory, and keeps their order.
//!
//! One thread reads batches, workers turn each into its result, and the caller takes the results in
//! the order of the batches. So reading, verifying and writing overlap. The number of batches that
//! wait is bounded, so a slow writer holds up the reader.

use std::ops::ControlFlow;
use std::sync::mpsc::{Receiver, channel, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use anyhow::{Context as _, Result, anyhow};

/// The number of batches per worker that may wait between the reader and the caller.
const AHEAD: usize = 3;

/// Locks a mutex, even if a thread panicked while it held the lock.
///
/// No code that holds a lock can leave something half-updated.
pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Works on each batch and takes the results in order, until `take` breaks.
///
/// If `alone(batch)`, the reader thread works on the batch itself, so nothing else is read
/// meanwhile. With one job, everything happens on the calling thread. The threads are not joined
/// after a break, because the reader may be waiting for input that never comes.
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
    let (tasks, waiting) = channel::<Box<dyn FnOnce() + Send>>();
    let waiting = Arc::new(Mutex::new(waiting));
    for _ in 0..jobs {
        let waiting = Arc::clone(&waiting);
        let next = move || lock(&waiting).recv();
        start(move || {
            while let Ok(task) = next() {
                task();
            }
        })?;
    }
    let work = Arc::new(work);
    let (queue, results) = sync_channel::<Receiver<Output>>(jobs * AHEAD);
    let reader = start(move || {
        for batch in batches {
            let (sender, result) = sync_channel(1);
            if queue.send(result).is_err() {
                break;
            }
            let (alone, work) = (alone(&batch), Arc::clone(&work));
            // Sending fails only if the caller no longer waits for the result.
            let task = move || drop(sender.send(work(batch)));
            if alone {
                task();
            } else if tasks.send(Box::new(task)).is_err() {
                break;
            }
        }
    })?;
    for result in results {
        let output = result.recv().context("a worker ended early")?;
        if take(output).is_break() {
            return Ok(());
        }
    }
    reader.join().map_err(|_| anyhow!("the reader ended early"))
}

/// Starts a thread.
fn start(run: impl FnOnce() + Send + 'static) -> Result<thread::JoinHandle<()>> {
    let started = thread::Builder::new().spawn(run);
    started.context("cannot start threads")
}
