//! Makes the pipe larger from which documents are read.

#[cfg(target_os = "linux")]
pub use linux::enlarge;

/// Does nothing, because only Linux offers a way to do it.
#[cfg(not(target_os = "linux"))]
pub fn enlarge<T>(_: &T) {}

#[cfg(target_os = "linux")]
mod linux {
    use std::os::fd::AsFd;

    use rustix::pipe::{fcntl_getpipe_size, fcntl_setpipe_size};

    /// The bytes that a pipe should hold. By default, it holds 64 KiB.
    const SIZE: usize = 1 << 18;

    /// Makes an input hold more bytes if it is a pipe that holds few.
    ///
    /// Then the program at its other end waits less often. If the system refuses, the pipe stays as
    /// it is.
    pub fn enlarge(input: &impl AsFd) {
        if fcntl_getpipe_size(input).is_ok_and(|size| size < SIZE) {
            let _ = fcntl_setpipe_size(input, SIZE);
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn enlarges_small_pipes_only() {
            let (reader, writer) = std::io::pipe().unwrap();
            for (before, after) in [(1 << 12, SIZE), (2 * SIZE, 2 * SIZE)] {
                fcntl_setpipe_size(&writer, before).unwrap();
                enlarge(&reader);
                assert_eq!(fcntl_getpipe_size(&writer), Ok(after));
            }
        }
    }
}
