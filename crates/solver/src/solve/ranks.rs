//! Several processes, called ranks, that share the regions of a large week. How bytes get from one to another is up to who
//! starts them.

/// Moves bytes between ranks. All of them call the same methods in the same order.
pub trait Communicator: Sync {
    /// The number of this rank, from 0.
    fn rank(&self) -> usize;

    /// How many ranks there are.
    fn size(&self) -> usize;

    /// What rank 0 gives to all; the others give nothing.
    fn broadcast(&self, bytes: Vec<u8>) -> Vec<u8>;

    /// What all ranks give, in their order.
    fn all_gather(&self, bytes: Vec<u8>) -> Vec<Vec<u8>>;
}

/// The only rank.
#[derive(Clone, Copy, Debug, Default)]
pub struct Alone;

impl Communicator for Alone {
    fn rank(&self) -> usize {
        0
    }

    fn size(&self) -> usize {
        1
    }

    fn broadcast(&self, bytes: Vec<u8>) -> Vec<u8> {
        bytes
    }

    fn all_gather(&self, bytes: Vec<u8>) -> Vec<Vec<u8>> {
        vec![bytes]
    }
}

/// The regions of a rank: those that stand at its number in every round.
pub fn own_regions(ranks: &dyn Communicator, count: usize) -> impl Iterator<Item = usize> + use<> {
    (ranks.rank()..count).step_by(ranks.size())
}

#[cfg(test)]
pub mod threads {
    //! Ranks that are threads of one process.

    use std::sync::{Arc, Barrier, Mutex};
    use std::thread;

    use super::Communicator;

    /// A rank that is a thread.
    struct Thread {
        rank: usize,
        given: Arc<Mutex<Vec<Vec<u8>>>>,
        barrier: Arc<Barrier>,
    }

    impl Communicator for Thread {
        fn rank(&self) -> usize {
            self.rank
        }

        fn size(&self) -> usize {
            self.given.lock().expect("no rank panics").len()
        }

        fn broadcast(&self, bytes: Vec<u8>) -> Vec<u8> {
            self.all_gather(bytes).swap_remove(0)
        }

        fn all_gather(&self, bytes: Vec<u8>) -> Vec<Vec<u8>> {
            self.given.lock().expect("no rank panics")[self.rank] = bytes;
            self.barrier.wait();
            let all = self.given.lock().expect("no rank panics").clone();
            self.barrier.wait();
            all
        }
    }

    /// Runs so many ranks; returns what the first comes to.
    pub fn on_ranks<T: Send>(size: usize, run: impl Fn(&dyn Communicator) -> T + Sync) -> T {
        let (given, barrier) = (Arc::new(Mutex::new(vec![Vec::new(); size])), Arc::new(Barrier::new(size)));
        let rank = |rank| Thread { rank, given: Arc::clone(&given), barrier: Arc::clone(&barrier) };
        thread::scope(|scope| {
            let all: Vec<_> = (0..size).map(rank).map(|rank| scope.spawn(|| run(&{ rank }))).collect();
            all.into_iter().map(|one| one.join().expect("no rank panics")).next().expect("a rank")
        })
    }
}
