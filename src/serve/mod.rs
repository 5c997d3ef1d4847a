//! Serves the pages and the index of a library to browsers and programs on the same machine.
//!
//! 1. [`guard`] judges who asks, and says in each answer what a page may do.
//! 2. [`site`] answers with files of the output folder, [`api`] with what the index knows; [`description`] describes
//!    the latter (OpenAPI 3.1).
//! 3. [`shelf`] opens the index, and opens it again when a build has replaced it.
//! 4. [`live`] builds anew while somebody writes, and lets the pages that are open load themselves again.
//!
//! Nothing is written, but for what [`live`] makes in a folder of its own.

mod api;
pub mod description;
mod guard;
mod live;
mod reply;
mod shelf;
mod site;

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::middleware;
use axum::routing::get;
use tokio::net::TcpListener;
use tokio::runtime::Builder;

use self::guard::Guard;
use self::live::{Live, Preview};
use self::shelf::Shelf;
use self::site::Site;
use crate::pipeline::{self, Outcome};

/// What is served, and where.
#[derive(Debug, Clone)]
pub struct Config {
    /// The address; one that other machines reach is to be asked for by whoever calls.
    pub address: IpAddr,
    /// The port; 0 for a free one.
    pub port: u16,
    /// The names besides `localhost` that browsers may know this server by.
    pub names: Vec<String>,
    /// Where pages and PDFs are.
    pub output: PathBuf,
    /// Where the search index is.
    pub index: PathBuf,
    /// The documentation folder that is built anew while somebody writes; then the other two are left alone.
    pub docs: Option<PathBuf>,
}

/// What happens while a server runs.
pub enum Event<'a> {
    /// It listens there.
    Listening(SocketAddr),
    /// The index cannot be asked as yet.
    NoIndex(&'a crate::index::error::Error),
    /// A preview was built, and took so long.
    Built(&'a Outcome, Duration),
    /// A preview could not be built; what was built before stays.
    Failed(&'a pipeline::Error),
    /// Changes of the documentation folder cannot be seen.
    Blind(&'a notify::Error),
}

/// Is told what happens, from several threads.
pub type Told = dyn Fn(Event<'_>) + Send + Sync;

/// Why a server could not do its work.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The address cannot be listened at.
    #[error("cannot listen at {address}\ntake another port with `--port`, or a free one with `--port 0`")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// Why.
        source: std::io::Error,
    },
    /// The system gives no threads, no folder for previews, or no signals.
    #[error("cannot start a server")]
    Start(#[source] std::io::Error),
    /// Connections can no longer be taken.
    #[error("the server broke off")]
    Serve(#[source] std::io::Error),
}

/// How long a request may go on after the server was asked to stop.
const GRACE: Duration = Duration::from_secs(3);

/// Serves until the process is asked to stop, by Ctrl-C or SIGTERM.
pub fn serve(config: &Config, told: Arc<Told>) -> Result<(), Error> {
    let runtime = Builder::new_current_thread().enable_all().build().map_err(Error::Start)?;
    let served = runtime.block_on(listen(config, told));
    // A file that is being read, or a build, is not waited for.
    runtime.shutdown_background();
    served
}

async fn listen(config: &Config, told: Arc<Told>) -> Result<(), Error> {
    let address = SocketAddr::new(config.address, config.port);
    let refused = |source| Error::Listen { address, source };
    let listener = TcpListener::bind(address).await.map_err(refused)?;
    // Who asks in the moment after this is told stops the server already.
    let stop = stop_signal().map_err(Error::Start)?;
    let live = Live::new(config.docs.is_some());
    let preview = match &config.docs {
        Some(docs) => Some(Preview::start(docs, live.clone(), Arc::clone(&told)).map_err(Error::Start)?),
        None => None,
    };
    let (output, index) = match &preview {
        Some(preview) => (preview.output(), preview.index()),
        None => (config.output.clone(), config.index.clone()),
    };
    let shelf = Arc::new(Shelf::new(index));
    if preview.is_none()
        && let Err(error) = shelf.index()
    {
        told(Event::NoIndex(&error));
    }
    let router = router(Arc::new(Site::new(output, live.is_on())), shelf, live.clone(), Guard::new(config));
    told(Event::Listening(listener.local_addr().map_err(Error::Start)?));
    let (stopping, stopped) = tokio::sync::oneshot::channel::<()>();
    let server = axum::serve(listener, router).with_graceful_shutdown(async move {
        stop.await;
        // What would never end by itself ends now.
        live.stop();
        _ = stopping.send(());
    });
    let patience = async move {
        // Whoever drops the sender has served to the end.
        if stopped.await.is_ok() {
            tokio::time::sleep(GRACE).await;
        } else {
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        served = server.into_future() => served.map_err(Error::Serve),
        () = patience => Ok(()),
    }
}

/// Returns what is ready when the process is asked to stop.
fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
        Ok(async move {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
        })
    }
    #[cfg(not(unix))]
    {
        Ok(async {
            // Where signals cannot be heard, the process is ended from without.
            if tokio::signal::ctrl_c().await.is_err() {
                std::future::pending::<()>().await;
            }
        })
    }
}

fn router(site: Arc<Site>, shelf: Arc<Shelf>, live: Live, guard: Guard) -> Router {
    let api = Router::new()
        .route("/search", get(api::search))
        .route("/lookup", get(api::lookup))
        .route("/openapi.json", get(api::description))
        .with_state(shelf)
        .route("/live", get(live::events))
        .with_state(live.clone())
        .fallback(|| async {
            reply::missing("there is nothing at this address; `/api/openapi.json` says what there is")
        })
        .method_not_allowed_fallback(|| async { reply::refused_method() });
    let pages = Router::new()
        .route("/", get(site::file))
        .route(live::SCRIPT, get(live::script))
        .fallback(get(site::file))
        .with_state(site);
    Router::new().nest("/api", api).merge(pages).layer(middleware::from_fn_with_state(Arc::new(guard), guard::judge))
}
