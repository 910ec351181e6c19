//! Questions to a server that a command was given the address of. Nothing else opens a connection.

use std::thread::sleep;
use std::time::Duration;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use ureq::{Agent, Error, Timeout};

use crate::error::{Message, Words};

/// Bytes of an answer at most.
const MOST_BYTES: u64 = 256 << 20;

/// How long a server is waited for.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// How often a question is asked before it is given up.
    pub attempts: u32,
    /// The wait after the first attempt; each further one doubles it.
    pub first_wait: Duration,
    /// The longest time of one attempt.
    pub timeout: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { attempts: 4, first_wait: Duration::from_millis(500), timeout: Duration::from_secs(30) }
    }
}

impl Patience {
    /// Waits so many seconds for each answer.
    pub fn of_seconds(seconds: u64) -> Self {
        Self { timeout: Duration::from_secs(seconds), ..Self::default() }
    }
}

/// A client of one server.
pub struct Client {
    agent: Agent,
    patience: Patience,
    /// The address of the server, without a stroke at its end.
    base: String,
}

/// What a server answers.
pub struct Answer {
    /// The status, such as 200.
    pub status: u16,
    /// What it says.
    pub body: Vec<u8>,
}

impl Client {
    /// A client of the server at `base`, such as `http://127.0.0.1:5000`.
    ///
    /// # Errors
    /// An address that is none of the web.
    pub fn new(base: &str, patience: Patience) -> Result<Self, Message> {
        let base = base.trim().trim_end_matches('/');
        let host = ["http://", "https://"].iter().find_map(|scheme| base.strip_prefix(scheme));
        let Some(host) = host.filter(|host| !host.is_empty() && !host.contains(char::is_whitespace)) else {
            return Err(Message::AddressForm);
        };
        let is_own = ["127.", "localhost", "[::1]"].iter().any(|own| host.starts_with(own));
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_global(Some(patience.timeout))
            .user_agent(concat!("brigade/", env!("CARGO_PKG_VERSION")));
        // A server on this machine is behind no proxy.
        let config = if is_own { config.proxy(None) } else { config };
        Ok(Self { agent: config.build().new_agent(), patience, base: base.to_owned() })
    }

    /// The address of the server.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// Asks for a path below the address, again where the server is down, slow or busy.
    ///
    /// # Errors
    /// Why there is no answer.
    pub fn get(&self, path: &str) -> Result<Answer, Message> {
        let url = format!("{}{path}", self.base);
        let Patience { attempts, first_wait, .. } = self.patience;
        let mut wait = first_wait;
        for attempt in 1.. {
            let fault = match self.answer(self.agent.get(&url).call()) {
                Ok(answer) => return Ok(answer),
                Err(Fault::Final(fault)) => return Err(fault),
                Err(Fault::Passing(fault)) => fault,
            };
            if attempt >= attempts {
                return Err(fault);
            }
            sleep(wait);
            wait *= 2;
        }
        unreachable!("the last attempt returns")
    }

    fn answer(&self, response: Result<ureq::http::Response<ureq::Body>, Error>) -> Result<Answer, Fault> {
        let mut response = response.map_err(|error| self.fault(&error))?;
        let status = response.status().as_u16();
        if response.status().is_redirection() {
            let to = response.headers().get("location").and_then(|to| to.to_str().ok()).unwrap_or("?");
            return Err(Fault::Final(Message::Redirects { to: to.to_owned() }));
        }
        let body = response.body_mut().with_config().limit(MOST_BYTES).read_to_vec();
        let body = body.map_err(|error| self.fault(&error))?;
        if status == 429 || status >= 500 {
            return Err(Fault::Passing(Message::BadStatus { status: u32::from(status) }));
        }
        Ok(Answer { status, body })
    }

    fn fault(&self, error: &Error) -> Fault {
        let seconds = self.patience.timeout.as_secs();
        match error {
            Error::Timeout(Timeout::Connect | Timeout::Resolve) | Error::ConnectionFailed | Error::HostNotFound => {
                Fault::Passing(Message::NoServer)
            }
            Error::Timeout(_) | Error::BodyStalled => Fault::Passing(Message::SlowServer { seconds }),
            Error::Io(fault) if fault.kind() == std::io::ErrorKind::TimedOut => {
                Fault::Passing(Message::SlowServer { seconds })
            }
            Error::Io(fault) if fault.kind() == std::io::ErrorKind::ConnectionRefused => {
                Fault::Passing(Message::NoServer)
            }
            Error::BadUri(_) | Error::Http(_) => Fault::Final(Message::AddressForm),
            Error::BodyExceedsLimit(_) => Fault::Final(Message::TooLongAnswer),
            other => Fault::Passing(Message::BrokenAnswer { fault: other.to_string() }),
        }
    }
}

/// Why a question has no answer.
enum Fault {
    /// It may pass.
    Passing(Message),
    /// It will not.
    Final(Message),
}

/// The JSON of an answer.
///
/// # Errors
/// What it is instead.
pub fn json(body: &[u8]) -> Result<serde_json::Value, Message> {
    serde_json::from_slice(body).map_err(|fault| {
        let start: String = String::from_utf8_lossy(body).trim_start().chars().take(9).collect();
        if start.starts_with('<') {
            return Message::NotJsonButPage { kind: Words("a page (HTML)", "une page (HTML)") };
        }
        Message::NoJson { fault: fault.to_string() }
    })
}

/// A text as a part of an address.
pub fn encoded(text: &str) -> String {
    const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');
    utf8_percent_encode(text, ESCAPED).to_string()
}
