//! The one listener: sockets, TLS, and an end that lets requests under way finish.

use crate::front::Front;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use hyper_util::server::graceful::GracefulShutdown;
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};
use std::convert::Infallible;
use std::io;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio_rustls::TlsAcceptor;

/// How long a client may take to send a request's head, or to shake hands.
const HEAD_MAX: Duration = Duration::from_secs(30);

/// How long an answer that streams may take to say its last word at the end.
const STREAM_GRACE: Duration = Duration::from_secs(1);

/// Becomes true when the server is to stop: answers that would go on for ever end then.
pub type Stopping = watch::Receiver<bool>;

/// The answers on one connection that go on for ever.
#[derive(Debug, Clone, Default)]
pub(crate) struct Streams(Arc<AtomicUsize>);

/// One of them; it is over when this is dropped.
#[derive(Debug)]
pub(crate) struct Streaming(Streams);

impl Streams {
    /// Counts one more.
    pub(crate) fn begin(&self) -> Streaming {
        self.0.fetch_add(1, Ordering::AcqRel);
        Streaming(self.clone())
    }
}

impl Drop for Streaming {
    fn drop(&mut self) {
        self.0.0.fetch_sub(1, Ordering::AcqRel);
    }
}

/// Either kind of connection.
trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

/// Takes connections until `stop` ends, then lets requests under way finish for `grace`.
///
/// Gives whether all of them did.
pub async fn serve(
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
    front: Arc<Front>,
    (stop, stopping): (impl Future<Output = ()>, Stopping),
    grace: Duration,
) -> bool {
    let graceful = GracefulShutdown::new();
    let mut connections = tokio::task::JoinSet::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stop => break,
            Some(_) = connections.join_next(), if !connections.is_empty() => continue,
        };
        let stream = match accepted {
            Ok((stream, _)) => stream,
            Err(error) => {
                // Out of file descriptors, most likely: waiting beats spinning.
                tracing::warn!(%error, "cannot accept a connection");
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        let _ = stream.set_nodelay(true);
        let watcher = graceful.watcher();
        connections.spawn(connection(stream, tls.clone(), Arc::clone(&front), watcher, stopping.clone()));
        #[expect(clippy::cast_precision_loss, reason = "a count of connections is small")]
        metrics::gauge!("gemel_connections").set(connections.len() as f64);
    }
    front.ready.store(false, Ordering::Release);
    drop(listener);
    tokio::time::timeout(grace, graceful.shutdown()).await.is_ok()
}

async fn connection(
    stream: tokio::net::TcpStream,
    tls: Option<TlsAcceptor>,
    front: Arc<Front>,
    watcher: hyper_util::server::graceful::Watcher,
    mut stopping: Stopping,
) {
    let stream: Pin<Box<dyn Stream>> = match tls {
        None => Box::pin(stream),
        Some(acceptor) => match tokio::time::timeout(HEAD_MAX, acceptor.accept(stream)).await {
            Ok(Ok(stream)) => Box::pin(stream),
            _ => return,
        },
    };
    let (spoke, mut heard) = tokio::sync::watch::channel(false);
    let streams = Streams::default();
    let opened = streams.clone();
    let service = service_fn(move |mut request: http::Request<Incoming>| {
        let front = Arc::clone(&front);
        request.extensions_mut().insert(opened.clone());
        spoke.send_replace(true);
        async move { Ok::<_, Infallible>(front.answer(request).await) }
    });
    let mut builder = auto::Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(HEAD_MAX);
    builder.http2().timer(TokioTimer::new());
    let served = builder.serve_connection(TokioIo::new(stream), service).into_owned();
    // Who connects and asks nothing is given up; later pauses are hyper's to watch.
    let silence = async {
        if tokio::time::timeout(HEAD_MAX, heard.wait_for(|it| *it)).await.is_ok() {
            std::future::pending::<()>().await;
        }
    };
    // A stream says its last word when the server stops; who does not even read that is not waited for.
    let unread = async {
        let _ = stopping.wait_for(|it| *it).await;
        tokio::time::sleep(STREAM_GRACE).await;
        if streams.0.load(Ordering::Acquire) == 0 {
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        served = watcher.watch(served) => {
            if let Err(error) = served {
                tracing::debug!(%error, "connection ended early");
            }
        }
        () = silence => tracing::debug!("a connection said nothing"),
        () = unread => tracing::debug!("a client did not take the end of a stream"),
    }
}

/// TLS by a certificate chain and a key, both PEM.
///
/// # Errors
/// In words: which file is wrong, and how.
pub fn tls(cert: &Path, key: &Path) -> Result<TlsAcceptor, String> {
    let chain = CertificateDer::pem_file_iter(cert)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(|error| format!("cannot read certificates from `{}`: {error}", cert.display()))?;
    if chain.is_empty() {
        return Err(format!("`{}` holds no certificate; it must be PEM", cert.display()));
    }
    let private = PrivateKeyDer::from_pem_file(key)
        .map_err(|error| format!("cannot read a private key from `{}`: {error}", key.display()))?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| format!("cannot set up TLS: {error}"))?
        .with_no_client_auth()
        .with_single_cert(chain, private)
        .map_err(|error| format!("`{}` and `{}` do not fit: {error}", cert.display(), key.display()))?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}

/// Opens the listener's socket, with words for what commonly goes wrong.
///
/// # Errors
/// In words.
pub async fn bind(address: std::net::SocketAddr) -> Result<TcpListener, String> {
    TcpListener::bind(address).await.map_err(|error| match error.kind() {
        io::ErrorKind::AddrInUse => {
            format!("`{address}` is in use by another process; stop it, or choose another with --listen")
        }
        io::ErrorKind::PermissionDenied => {
            format!("not allowed to listen on `{address}`; ports below 1024 need privileges, choose another with --listen")
        }
        io::ErrorKind::AddrNotAvailable => format!("this machine has no address `{}`", address.ip()),
        _ => format!("cannot listen on `{address}`: {error}"),
    })
}
