//! Many documents on many threads, in order, in bounded memory.
//!
//! One thread reads batches, workers turn each into its result, and the caller takes the
//! results in the order of the batches: reading, verifying and writing overlap. What
//! waits between them is bounded, so a slow writer holds up the reader.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

use anyhow::{Context as _, Result, anyhow};

/// Batches in flight for each worker.
const AHEAD: usize = 3;

/// Works on each batch and takes the results in order, until `take` breaks.
///
/// If `alone(batch)`, the reader thread works on it, so nothing else is read meanwhile. The
/// threads are not joined after a break: the reader may be waiting for input that never
/// comes.
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
    let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs).build();
    let pool = pool.context("cannot start threads")?;
    let work = Arc::new(work);
    let (queue, results) = sync_channel::<Receiver<Output>>(jobs * AHEAD);
    let reader = move || {
        for batch in batches {
            let (sender, result) = sync_channel(1);
            if queue.send(result).is_err() {
                break;
            }
            let (alone, work) = (alone(&batch), Arc::clone(&work));
            // Sending fails only if nobody waits for the result any more.
            let work = move || drop(sender.send(work(batch)));
            if alone {
                work();
            } else {
                pool.spawn(work);
            }
        }
    };
    let reader = thread::Builder::new().spawn(reader);
    let reader = reader.context("cannot start threads")?;
    for result in results {
        let output = result.recv().context("a worker ended early")?;
        if take(output).is_break() {
            return Ok(());
        }
    }
    reader.join().map_err(|_| anyhow!("the reader ended early"))
}
