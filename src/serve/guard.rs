//! Who may ask the server for what: this machine or who knows the password, from the page itself, not too often, not too
//! much at once.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use argon2::Argon2;
use argon2::password_hash::rand_core::OsRng;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString, rand_core::RngCore};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};

use super::{ServeError, ServeOptions, locked};

/// Bytes of a request at most.
pub const MOST_BYTES: usize = 8 << 20;
/// Requests of one address in a second at most, on average over [`SPAN`].
const MOST_REQUESTS: u32 = 200;
/// Passwords tried by one address within [`SPAN`] at most.
const MOST_TRIES: u32 = 10;
const SPAN: Duration = Duration::from_secs(10);
/// The cookie that tells browsers apart.
const BROWSER: &str = "brigade-browser";
/// The cookie of those who know the password.
const SESSION: &str = "brigade-session";
/// The header that only the page itself can send.
const TOKEN: &str = "x-brigade-token";

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The rules of who may come in.
pub struct Guard {
    listen: SocketAddr,
    public_url: Option<String>,
    password: Option<String>,
    token: String,
    sessions: Mutex<Vec<String>>,
    counts: Mutex<HashMap<IpAddr, Count>>,
}

/// Requests of an address since a moment.
struct Count {
    since: Instant,
    requests: u32,
    tries: u32,
}

/// Who sent a request, and what the page has to send with its own.
#[derive(Clone)]
pub struct Visitor {
    /// The browser.
    pub author: String,
    /// The token.
    pub token: String,
}

impl Guard {
    /// The guard that options ask for.
    pub fn new(options: &ServeOptions) -> Result<Self, ServeError> {
        let password = options.password.as_deref().map(hashed).transpose()?;
        if !options.listen.ip().is_loopback() && (password.is_none() || options.public_url.is_none()) {
            return Err(ServeError::NeedsPassword);
        }
        let public_url = options.public_url.as_deref().map(|url| url.trim_end_matches('/').to_owned());
        if let Some(url) = public_url.as_ref().filter(|url| host_of(url).is_none()) {
            return Err(ServeError::BadUrl(url.clone()));
        }
        Ok(Self {
            listen: options.listen,
            public_url,
            password,
            token: secret(),
            sessions: Mutex::default(),
            counts: Mutex::default(),
        })
    }

    /// The same at the address that it got.
    pub fn at(self, listen: SocketAddr) -> Self {
        Self { listen, ..self }
    }

    /// The address of the page.
    pub fn url(&self) -> String {
        self.public_url.clone().unwrap_or_else(|| format!("http://{}", self.listen))
    }

    /// Whether a name that a browser asked for is one of this server: no other name may lead here.
    fn is_own_host(&self, host: &str) -> bool {
        let port = self.listen.port();
        let local = [format!("localhost:{port}"), format!("127.0.0.1:{port}"), format!("[::1]:{port}")];
        let public = self.public_url.as_deref().and_then(host_of);
        public == Some(host) || (self.listen.ip().is_loopback() && local.iter().any(|own| own == host))
    }

    fn is_own_origin(&self, origin: &str) -> bool {
        self.public_url.as_deref() == Some(origin)
            || origin
                .strip_prefix("http://")
                .is_some_and(|host| self.is_own_host(host) && self.listen.ip().is_loopback())
    }

    /// Whether an address has asked too often.
    fn is_too_often(&self, address: IpAddr, tries: u32) -> bool {
        let mut counts = locked(&self.counts);
        if counts.len() > 10_000 {
            counts.retain(|_, count| count.since.elapsed() < SPAN);
        }
        let fresh = || Count { since: Instant::now(), requests: 0, tries: 0 };
        let count = counts.entry(address).or_insert_with(fresh);
        if count.since.elapsed() >= SPAN {
            *count = fresh();
        }
        count.requests += 1;
        count.tries += tries;
        count.requests > MOST_REQUESTS * SPAN.as_secs() as u32 || count.tries > MOST_TRIES
    }

    /// A session for a password, if it is the right one.
    pub fn log_in(&self, password: &str) -> Option<String> {
        let hash = PasswordHash::new(self.password.as_deref()?).ok()?;
        Argon2::default().verify_password(password.as_bytes(), &hash).ok()?;
        let session = secret();
        locked(&self.sessions).push(session.clone());
        Some(session)
    }

    /// The header that gives a browser its session.
    pub fn session_cookie(&self, session: &str) -> String {
        self.cookie(SESSION, session)
    }

    fn cookie(&self, name: &str, value: &str) -> String {
        let secure = if self.url().starts_with("https:") { "; Secure" } else { "" };
        format!("{name}={value}; Path=/; HttpOnly; SameSite=Strict{secure}")
    }

    fn is_logged_in(&self, headers: &HeaderMap) -> bool {
        let sessions = locked(&self.sessions);
        self.password.is_none() || cookie_of(headers, SESSION).is_some_and(|own| sessions.contains(&own))
    }
}

/// Lets a request through that may pass, and adds what every answer says to browsers.
pub async fn watch(
    State(guard): State<Arc<Guard>>,
    ConnectInfo(address): ConnectInfo<SocketAddr>,
    mut request: Request,
    next: Next,
) -> Response {
    let path = request.uri().path().to_owned();
    let headers = request.headers();
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let changes = request.method() != Method::GET;
    if guard.is_too_often(address.ip(), u32::from(changes && path == "/login")) {
        return sealed(StatusCode::TOO_MANY_REQUESTS.into_response());
    }
    if !guard.is_own_host(text("host")) {
        return sealed((StatusCode::MISDIRECTED_REQUEST, "unknown host").into_response());
    }
    let origin = text("origin");
    let foreign = !origin.is_empty() && !guard.is_own_origin(origin);
    if foreign || text("sec-fetch-site") == "cross-site" && path != "/" {
        return sealed((StatusCode::FORBIDDEN, "foreign origin").into_response());
    }
    let is_open = path == "/login" || path.starts_with("/page/");
    if !is_open && !guard.is_logged_in(headers) {
        let refused =
            if path == "/" { Redirect::to("/login").into_response() } else { StatusCode::UNAUTHORIZED.into_response() };
        return sealed(refused);
    }
    if changes && path != "/login" && text(TOKEN) != guard.token {
        return sealed((StatusCode::FORBIDDEN, "no token").into_response());
    }
    let known = cookie_of(headers, BROWSER).filter(|own| own.len() == 32 && own.bytes().all(|b| b.is_ascii_hexdigit()));
    let author = known.clone().unwrap_or_else(|| secret()[..32].to_owned());
    request.extensions_mut().insert(Visitor { author: author.clone(), token: guard.token.clone() });
    request.extensions_mut().insert(Arc::clone(&guard));
    let mut response = next.run(request).await;
    if known.is_none()
        && let Ok(cookie) = HeaderValue::from_str(&guard.cookie(BROWSER, &author))
    {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    sealed(response)
}

/// An answer with what it says to browsers: nothing from elsewhere, in no frame, kept nowhere.
fn sealed(mut response: Response) -> Response {
    let headers = response.headers_mut();
    for (name, value) in [
        ("content-security-policy", POLICY),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

fn cookie_of(headers: &HeaderMap, name: &str) -> Option<String> {
    let all = headers.get_all(header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    let mut pairs = all.flat_map(|text| text.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(own, _)| *own == name).map(|(_, value)| value.to_owned())
}

fn host_of(url: &str) -> Option<&str> {
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    (!host.is_empty() && !host.contains(['/', '@', ' '])).then_some(host)
}

/// The hash of what a password file holds.
fn hashed(text: &str) -> Result<String, ServeError> {
    let text = text.trim();
    if text.starts_with('$') {
        return PasswordHash::new(text).map(|_| text.to_owned()).map_err(|_| ServeError::BadPassword);
    }
    if text.chars().count() < 8 {
        return Err(ServeError::BadPassword);
    }
    let salt = SaltString::generate(&mut OsRng);
    let hash = Argon2::default().hash_password(text.as_bytes(), &salt);
    hash.map(|hash| hash.to_string()).map_err(|_| ServeError::BadPassword)
}

/// 32 bytes that nobody can guess, in hexadecimal figures.
fn secret() -> String {
    let mut bytes = [0; 32];
    OsRng.fill_bytes(&mut bytes);
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Locale;

    fn options(listen: &str, public_url: Option<&str>, password: Option<&str>) -> ServeOptions {
        ServeOptions {
            instance: None,
            listen: listen.parse().expect("an address"),
            public_url: public_url.map(str::to_owned),
            password: password.map(str::to_owned),
            database: None,
            open: false,
            locale: Locale::En,
        }
    }

    #[test]
    fn open_addresses_need_a_password_and_a_public_address() {
        for (public, password) in [(None, None), (Some("https://b.example"), None), (None, Some("long enough"))] {
            let refused = Guard::new(&options("0.0.0.0:80", public, password));
            assert!(matches!(refused, Err(ServeError::NeedsPassword)));
        }
        let guard = Guard::new(&options("0.0.0.0:80", Some("https://b.example/"), Some("long enough")));
        let guard = guard.unwrap_or_else(|_| panic!("a guard"));
        assert!(guard.is_own_host("b.example") && !guard.is_own_host("localhost:80") && !guard.is_own_host("evil"));
        assert!(guard.is_own_origin("https://b.example") && !guard.is_own_origin("http://b.example"));
        assert!(guard.log_in("long enough").is_some() && guard.log_in("wrong").is_none());
        assert!(matches!(Guard::new(&options("127.0.0.1:0", None, Some("short"))), Err(ServeError::BadPassword)));
        assert!(matches!(Guard::new(&options("127.0.0.1:0", Some("b.example"), None)), Err(ServeError::BadUrl(_))));
    }

    #[test]
    fn this_machine_under_its_own_names_only() {
        let guard = Guard::new(&options("127.0.0.1:8787", None, None)).unwrap_or_else(|_| panic!("a guard"));
        assert!(guard.is_own_host("localhost:8787") && guard.is_own_host("127.0.0.1:8787"));
        assert!(!guard.is_own_host("localhost:80") && !guard.is_own_host("attacker.example:8787"));
        assert!(guard.is_own_origin("http://localhost:8787") && !guard.is_own_origin("null"));
        assert!(
            (0..MOST_TRIES).all(|_| !guard.is_too_often(guard.listen.ip(), 1))
                && guard.is_too_often(guard.listen.ip(), 1)
        );
    }
}
