//! The functions that the host calls.
//!
//! 1. `request(length)` returns the place in memory for a request of that many bytes.
//! 2. `handle()` handles the request, and returns the length of the answer. If the request is
//!    refused, the answer is a message, and the length is returned as a negative number.
//! 3. `answer()` returns the place of the answer in memory.
//!
//! The module has no other state than the session, and the memory of the last request and answer.
//! If a function traps, the host must discard the whole instance.

#![allow(unsafe_code)]

use std::cell::RefCell;

use crate::session::Session;

#[derive(Default)]
struct Exchange {
    session: Session,
    request: Vec<u8>,
    answer: Vec<u8>,
}

thread_local! {
    static EXCHANGE: RefCell<Exchange> = RefCell::default();
}

/// Returns the place for a request of `length` bytes.
#[unsafe(no_mangle)]
pub extern "C" fn request(length: usize) -> *mut u8 {
    EXCHANGE.with_borrow_mut(|exchange| {
        // The answer is no longer needed, and both may be large.
        exchange.answer = Vec::new();
        exchange.request = vec![0; length];
        exchange.request.as_mut_ptr()
    })
}

/// Handles the request, and returns the length of the answer, negative if it was refused.
#[unsafe(no_mangle)]
pub extern "C" fn handle() -> isize {
    EXCHANGE.with_borrow_mut(|exchange| {
        let request = std::mem::take(&mut exchange.request);
        let handled = exchange.session.handle(request);
        let is_refused = handled.is_err();
        exchange.answer = handled.unwrap_or_else(String::into_bytes);
        let length = exchange.answer.len().cast_signed();
        if is_refused { -length } else { length }
    })
}

/// Returns the place of the answer.
#[unsafe(no_mangle)]
pub extern "C" fn answer() -> *const u8 {
    EXCHANGE.with_borrow(|exchange| exchange.answer.as_ptr())
}
