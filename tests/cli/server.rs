//! A server on the loopback address that answers what a test says.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// A server that runs as long as the tests.
pub struct Server {
    /// Its address.
    pub url: String,
    asked: Arc<AtomicUsize>,
    paths: Arc<Mutex<Vec<String>>>,
}

/// What it answers.
pub struct Reply {
    status: &'static str,
    headers: String,
    body: Vec<u8>,
    /// Bytes of the body after which the connection ends.
    cut: Option<usize>,
    wait: Duration,
}

impl Reply {
    /// A good answer.
    pub fn ok(body: impl Into<Vec<u8>>) -> Self {
        Self::status("200 OK", body)
    }

    /// An answer with a status line.
    pub fn status(status: &'static str, body: impl Into<Vec<u8>>) -> Self {
        Self { status, headers: String::new(), body: body.into(), cut: None, wait: Duration::ZERO }
    }

    /// An answer that says to ask elsewhere.
    pub fn redirect(to: &str) -> Self {
        Self { headers: format!("Location: {to}\r\n"), ..Self::status("302 Found", "") }
    }

    /// The answer after a while.
    pub fn after(self, wait: Duration) -> Self {
        Self { wait, ..self }
    }

    /// The answer cut off after so many bytes.
    pub fn cut(self, bytes: usize) -> Self {
        Self { cut: Some(bytes), ..self }
    }
}

impl Server {
    /// Starts a server; `answer` sees the number of the question from 0, its path and its body.
    pub fn start(answer: impl Fn(usize, &str, &[u8]) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let (asked, paths) = (Arc::new(AtomicUsize::new(0)), Arc::new(Mutex::new(Vec::new())));
        let (own_asked, own_paths) = (asked.clone(), paths.clone());
        thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { continue };
                let mut reader = BufReader::new(stream.try_clone().expect("a stream"));
                let mut line = String::new();
                if reader.read_line(&mut line).is_err() {
                    continue;
                }
                let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
                let mut length = 0;
                loop {
                    let mut header = String::new();
                    if reader.read_line(&mut header).is_err() || header.trim().is_empty() {
                        break;
                    }
                    let header = header.to_ascii_lowercase();
                    length = header.strip_prefix("content-length:").map_or(length, |n| n.trim().parse().unwrap_or(0));
                }
                let mut body = vec![0; length];
                if reader.read_exact(&mut body).is_err() {
                    continue;
                }
                let number = own_asked.fetch_add(1, Ordering::SeqCst);
                own_paths.lock().expect("a list").push(path.clone());
                let reply = answer(number, &path, &body);
                thread::sleep(reply.wait);
                let head = format!(
                    "HTTP/1.1 {}\r\n{}Content-Length: {}\r\nConnection: close\r\n\r\n",
                    reply.status,
                    reply.headers,
                    reply.body.len()
                );
                let end = reply.cut.unwrap_or(reply.body.len()).min(reply.body.len());
                let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&reply.body[..end]));
            }
        });
        Self { url, asked, paths }
    }

    /// How often it was asked.
    pub fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }

    /// What it was asked for.
    pub fn paths(&self) -> Vec<String> {
        self.paths.lock().expect("a list").clone()
    }
}
