//! A server that is told: it keeps what it gets, and answers as it is asked to.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// How a request is answered.
#[derive(Clone, Copy, Debug)]
pub enum Answer {
    /// With this status and header.
    Status(u16, &'static str),
    /// The connection is closed before any answer.
    Cut,
    /// There is none, ever.
    Silence,
}

/// A request, as it came.
#[derive(Clone, Debug)]
pub struct Received {
    pub head: String,
    pub body: String,
}

impl Received {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("not JSON: {self:?}"))
    }

    pub fn header(&self, name: &str) -> &str {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        let mut values = lines.filter(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value);
        values.next().unwrap_or_else(|| panic!("no {name}: {self:?}"))
    }
}

pub struct Receiver {
    pub url: String,
    received: Arc<Mutex<Vec<Received>>>,
    count: watch::Sender<usize>,
    task: JoinHandle<()>,
}

impl Receiver {
    /// Answers each request in turn, then 204.
    pub async fn start(answers: &[Answer]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/creno?cle=1", listener.local_addr().unwrap());
        let answers: Arc<Mutex<VecDeque<_>>> = Arc::new(Mutex::new(answers.iter().copied().collect()));
        let (received, count) = (Arc::<Mutex<Vec<_>>>::default(), watch::Sender::new(0));
        let (queue, kept, told) = (answers, received.clone(), count.clone());
        let task = tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                let (queue, kept, told) = (queue.clone(), kept.clone(), told.clone());
                tokio::spawn(async move { serve(stream, &queue, &kept, &told).await });
            }
        });
        Self { url, received, count, task }
    }

    /// What came since the last time.
    pub fn take(&self) -> Vec<Received> {
        std::mem::take(&mut *self.received.lock().unwrap())
    }

    /// Waits until so many requests came in all.
    pub async fn has_received(&self, count: usize) {
        self.count.subscribe().wait_for(|so_far| *so_far >= count).await.unwrap();
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(
    mut stream: TcpStream,
    queue: &Mutex<VecDeque<Answer>>,
    kept: &Mutex<Vec<Received>>,
    told: &watch::Sender<usize>,
) {
    let mut bytes = Vec::new();
    let received = loop {
        let mut chunk = [0; 8_192];
        let read = stream.read(&mut chunk).await.unwrap_or(0);
        if read == 0 {
            return;
        }
        bytes.extend_from_slice(&chunk[..read]);
        if let Some(received) = whole(&bytes) {
            break received;
        }
    };
    kept.lock().unwrap().push(received);
    let answer = queue.lock().unwrap().pop_front().unwrap_or(Answer::Status(204, "x-answer: ok"));
    told.send_modify(|count| *count += 1);
    match answer {
        Answer::Cut => {}
        Answer::Silence => std::future::pending().await,
        Answer::Status(status, header) => {
            let body = if status == 204 { "" } else { "une réponse" };
            let head = format!("HTTP/1.1 {status} X\r\n{header}\r\nconnection: close\r\n");
            let answer = format!("{head}content-length: {}\r\n\r\n{body}", body.len());
            // Who no longer listens does not matter here.
            stream.write_all(answer.as_bytes()).await.ok();
        }
    }
}

/// The request, once its body is there.
fn whole(bytes: &[u8]) -> Option<Received> {
    let text = std::str::from_utf8(bytes).ok()?;
    let (head, body) = text.split_once("\r\n\r\n")?;
    let received = Received { head: head.into(), body: body.into() };
    (received.header("content-length").parse() == Ok(body.len())).then_some(received)
}
