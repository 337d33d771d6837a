//! Finds the parameters whose values contain a secret.

use crate::endpoint::Param;
use crate::secret;

use super::Encoder;

/// The parameters whose values contain a secret, as far as they have been written.
#[derive(Default)]
pub(crate) struct Probe {
    holders: Vec<&'static Param>,
    /// The parameter that is being written, and how many secrets had been seen before.
    current: Option<(&'static Param, usize)>,
}

impl Probe {
    fn end(&mut self) {
        if let Some((param, before)) = self.current.take()
            && secret::seen() != before
        {
            self.holders.push(param);
        }
    }
}

impl Encoder<'_> {
    /// Looks for secrets only. A value that cannot be sent does not end the search.
    pub(crate) fn probing(mut self) -> Self {
        self.probe = Some(Box::default());
        self.longest = usize::MAX;
        self
    }

    #[cold]
    pub(super) fn probe_next(&mut self, param: Option<&'static Param>) {
        if let Some(probe) = &mut self.probe {
            probe.end();
            probe.current = param.map(|param| (param, secret::seen()));
            self.error = None;
        }
    }

    /// The parameters whose values contain a secret.
    pub(crate) fn holders(mut self) -> Vec<&'static Param> {
        self.probe_next(None);
        self.probe.map(|probe| probe.holders).unwrap_or_default()
    }
}
