//! MPI behind the ranks of [`brigade_solver`]: the only place that knows it.

use std::thread;

use brigade_solver::solve::Communicator;
use mpi::Threading;
use mpi::environment::Universe;
use mpi::traits::{Communicator as _, Root};

/// What launchers set in the environment of the processes that they start: Open MPI, MPICH and Intel MPI, PMIx.
const SET_BY_LAUNCHERS: [&str; 4] = ["OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "PMI_RANK", "PMIX_RANK"];

/// Most bytes of one message: counts of MPI are of 31 bits.
const LONGEST: usize = 1 << 30;

/// The processes that a launcher of MPI has started.
pub struct Mpi {
    universe: Universe,
}

impl Mpi {
    /// Joins the other processes; none where no launcher has started this one, or it has joined before.
    #[must_use]
    pub fn join() -> Option<Self> {
        if SET_BY_LAUNCHERS.iter().all(|name| std::env::var_os(name).is_none()) {
            return None;
        }
        // Only the thread that joins sends and receives.
        mpi::initialize_with_threading(Threading::Funneled).map(|(universe, _)| Self { universe })
    }

    /// Gives the bytes of one rank to all.
    fn broadcast_from(&self, rank: usize, mut bytes: Vec<u8>) -> Vec<u8> {
        let world = self.universe.world();
        let root = world.process_at_rank(i32::try_from(rank).expect("a rank of MPI"));
        let mut length = bytes.len() as u64;
        root.broadcast_into(&mut length);
        bytes.resize(usize::try_from(length).expect("bytes that fit into memory"), 0);
        bytes.chunks_mut(LONGEST).for_each(|part| root.broadcast_into(part));
        bytes
    }
}

impl Communicator for Mpi {
    fn rank(&self) -> usize {
        usize::try_from(self.universe.world().rank()).expect("a rank from 0")
    }

    fn size(&self) -> usize {
        usize::try_from(self.universe.world().size()).expect("a size from 1")
    }

    fn broadcast(&self, bytes: Vec<u8>) -> Vec<u8> {
        self.broadcast_from(0, bytes)
    }

    fn all_gather(&self, bytes: Vec<u8>) -> Vec<Vec<u8>> {
        let own = self.rank();
        let mut bytes = bytes;
        let mut given = |rank| if rank == own { std::mem::take(&mut bytes) } else { Vec::new() };
        (0..self.size()).map(|rank| self.broadcast_from(rank, given(rank))).collect()
    }
}

impl Drop for Mpi {
    /// The others would wait for ever for a rank that panics.
    fn drop(&mut self) {
        if thread::panicking() {
            self.universe.world().abort(1);
        }
    }
}
