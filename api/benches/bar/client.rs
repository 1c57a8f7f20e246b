//! One keep-alive HTTP/1.1 connection, without compression.

use std::net::SocketAddr;

use anyhow::{Context as _, Result, ensure};
use http_body_util::{BodyExt as _, Full};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::header::{CONTENT_TYPE, COOKIE, HOST, SET_COOKIE};
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

/// A connection to a server; dropped, it is closed.
#[derive(Debug)]
pub struct Connection {
    sender: SendRequest<Full<Bytes>>,
    host: String,
    /// Of whoever signed in by it.
    cookie: Option<String>,
}

impl Connection {
    /// Connects.
    pub async fn open(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await?;
        tokio::spawn(async move {
            // Its end is seen by the next request.
            drop(connection.await);
        });
        Ok(Self { sender, host: address.to_string(), cookie: None })
    }

    /// Signs in: what is asked by this connection from then on is asked by that person.
    pub async fn sign_in(&mut self, email: &str, password: &str) -> Result<()> {
        let body = serde_json::json!({ "email": email, "password": password }).to_string();
        let response = self.answer(Method::POST, "/api/v1/session", body.into()).await?;
        ensure!(response.status().is_success(), "signing in: {}", response.status());
        let cookie = response.headers().get(SET_COOKIE).and_then(|cookie| cookie.to_str().ok());
        self.cookie =
            Some(cookie.and_then(|cookie| cookie.split(';').next()).context("no cookie")?.to_owned());
        response.into_body().collect().await?;
        Ok(())
    }

    /// Asks for `path`, which answers 200, and returns the length of the body.
    pub async fn length(&mut self, path: &str) -> Result<usize> {
        let response = self.answer(Method::GET, path, Bytes::new()).await?;
        ensure!(response.status() == StatusCode::OK, "{path}: {}", response.status());
        let mut body = response.into_body();
        let mut length = 0;
        while let Some(frame) = body.frame().await {
            length += frame?.data_ref().map_or(0, Bytes::len);
        }
        Ok(length)
    }

    /// Sends a request with a JSON body, or none, and returns the answer's status and body.
    pub async fn call(
        &mut self,
        method: Method,
        path: &str,
        body: impl Into<Bytes>,
    ) -> Result<(StatusCode, Bytes)> {
        let response = self.answer(method, path, body.into()).await?;
        let status = response.status();
        Ok((status, response.into_body().collect().await?.to_bytes()))
    }

    async fn answer(&mut self, method: Method, path: &str, body: Bytes) -> Result<Response<Incoming>> {
        let mut request = Request::builder().method(method).uri(path).header(HOST, self.host.as_str());
        if !body.is_empty() {
            request = request.header(CONTENT_TYPE, "application/json");
        }
        if let Some(cookie) = &self.cookie {
            request = request.header(COOKIE, cookie.as_str());
        }
        let request = request.body(Full::new(body))?;
        self.sender.ready().await?;
        self.sender.send_request(request).await.with_context(|| format!("asking for {path}"))
    }
}
