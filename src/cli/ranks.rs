//! The processes of a run: one, or in a build with MPI as many as its launcher has started.

use brigade::i18n::Locale;
use brigade::report::messages::TerminalMessages;
use brigade::solve::{Alone, Communicator, dismiss};

use super::Failure;

/// The processes of a run.
pub struct Ranks(Box<dyn Communicator>);

impl Ranks {
    /// Those that a launcher of MPI has started; else this one alone.
    pub fn join(locale: Locale) -> Result<Self, Failure> {
        #[cfg(feature = "mpi")]
        if let Some(mpi) = brigade_ranks::Mpi::join() {
            return Ok(Self(Box::new(mpi)));
        }
        ensure_alone(locale.without_mpi())?;
        Ok(Self::alone())
    }

    /// This one alone.
    pub fn alone() -> Self {
        Self(Box::new(Alone))
    }

    /// How they talk.
    pub fn communicator(&self) -> &dyn Communicator {
        &*self.0
    }

    /// Whether this is the one that reads options, prints and writes.
    pub fn is_first(&self) -> bool {
        self.0.rank() == 0
    }

    /// Whether there are others.
    pub fn are_several(&self) -> bool {
        self.0.size() > 1
    }

    /// What a rank has prepared, where all have prepared the same, as `identity` says; none where the first rank has to say why
    /// not.
    pub fn agree<T>(
        &self,
        locale: Locale,
        prepared: Result<T, Failure>,
        identity: impl FnOnce(&T) -> String,
    ) -> Result<Option<T>, Failure> {
        if !self.are_several() {
            return prepared.map(Some);
        }
        let own = match &prepared {
            Ok(prepared) => format!("{PREPARED}{}", identity(prepared)),
            Err(failure) => failure.text(locale),
        };
        let all = self.0.all_gather(own.into_bytes());
        let other = (1..).zip(&all[1..]).find(|(_, said)| **said != all[0]);
        match (self.is_first(), other) {
            (true, Some((rank, said))) if prepared.is_ok() => Err(Failure::Usage(differs(locale, rank, said))),
            (true, _) => prepared.map(Some),
            (false, None) => Ok(prepared.ok()),
            (false, Some(_)) => Ok(None),
        }
    }
}

/// Refuses, in some words, to be one of several processes that would all do the same.
pub fn ensure_alone(refusal: String) -> Result<(), Failure> {
    // Set by Open MPI; by MPICH and others.
    let sizes = ["OMPI_COMM_WORLD_SIZE", "PMI_SIZE"].into_iter().filter_map(|name| std::env::var(name).ok());
    let are_several = sizes.filter_map(|size| size.parse::<u32>().ok()).any(|size| size > 1);
    if are_several { Err(Failure::Usage(refusal)) } else { Ok(()) }
}

/// What a rank says that has prepared something.
const PREPARED: &str = "prepared ";

/// What to say of a rank that says something else than the first.
fn differs(locale: Locale, rank: usize, said: &[u8]) -> String {
    let said = String::from_utf8_lossy(said);
    if said.starts_with(PREPARED) { locale.rank_differs(rank) } else { locale.rank_fails(rank, &said) }
}

/// Lets the other ranks end when it goes.
pub struct Dismissal<'r>(pub &'r dyn Communicator);

impl Drop for Dismissal<'_> {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            dismiss(self.0);
        }
    }
}
