//! `creno serve`.

use std::net::SocketAddr;

use anyhow::Context as _;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use crate::anti_abuse;
use crate::app::App;
use crate::config::{Config, LogFormat, Overrides};
use crate::documents::upkeep;
use crate::http::router::router;
use crate::http::stand_in;
use crate::metrics;
use crate::notifications::reminders;
use crate::outbox;
use crate::store::Db;
use crate::webhooks;

/// Serves until the process is asked to stop.
pub(super) async fn run(options: Overrides, demo: bool) -> anyhow::Result<()> {
    let mut config = Config::load(&options, demo)?;
    start_log(&config);
    if demo && config.addresses_url.is_none() {
        config.addresses_url = Some(stand_in::serve_addresses().await.context("no port is free")?);
    }
    if demo && config.documents.key.is_none() {
        config.documents.key = Some(super::demo::document_key(&config)?);
    }
    let db = open(&config).await?;
    db.migrate().await.context("the database can't be brought to the current schema")?;
    let app = if demo { App::demo(db.clone(), config) } else { App::new(db.clone(), config) };
    if demo {
        super::demo::fill_if_empty(&app).await?;
    }
    let watch = {
        let db = db.clone();
        tokio::spawn(async move { db.watch().await })
    };
    let tidy = tokio::spawn(anti_abuse::keep_tidy(app.clone()));
    let documents = tokio::spawn(upkeep::look_after(app.clone()));
    let recall = tokio::spawn(reminders::keep_looking(app.clone()));
    let measure = tokio::spawn(metrics::keep_up(app.clone()));
    let (stop, stopped) = watch::channel(false);
    let worker = tokio::spawn(outbox::work(app.clone(), stopped.clone()));
    let deliveries = tokio::spawn(webhooks::work(app.clone(), stopped));
    serve(app.clone()).await?;
    // What the last requests asked for is begun, and what is under way finished.
    stop.send_replace(true);
    worker.await.context("the outbox's worker failed")?;
    deliveries.await.context("the worker of webhooks failed")?;
    watch.abort();
    tidy.abort();
    documents.abort();
    recall.abort();
    measure.abort();
    anti_abuse::refusals::flush(&app).await?;
    db.close().await;
    Ok(())
}

/// Opens the database, making the folder of a SQLite file when it is missing.
pub(super) async fn open(config: &Config) -> anyhow::Result<Db> {
    if let Some(folder) = config.sqlite_folder() {
        std::fs::create_dir_all(folder)
            .with_context(|| format!("folder {} can't be made", folder.display()))?;
    }
    let url = &config.database_url;
    Db::connect(url.as_str()).await.with_context(|| {
        format!("database {url:?} can't be opened; check CRENO_DATABASE_URL, and that the server runs")
    })
}

async fn serve(app: App) -> anyhow::Result<()> {
    let listener = TcpListener::bind(app.config.listen).await.with_context(|| {
        format!("{} can't be listened on; choose another with --listen or CRENO_LISTEN", app.config.listen)
    })?;
    let address = listener.local_addr()?;
    println!("Créno écoute sur http://{address} (adresse publique : {})", app.config.public_url);
    let (crm, live) = (app.crm.clone(), app.live.clone());
    let service = router(app).into_make_service_with_connect_info::<SocketAddr>();
    let stop = async move {
        stop_asked().await;
        // Their pages listen for ever otherwise.
        live.close();
        if let Some(crm) = crm {
            crm.close();
        }
    };
    axum::serve(listener, service).with_graceful_shutdown(stop).await?;
    tracing::info!("stopped");
    Ok(())
}

/// Resolves at SIGINT or SIGTERM: no request is taken from then on, those under way are finished.
async fn stop_asked() {
    let (Ok(mut interrupt), Ok(mut terminate)) =
        (signal(SignalKind::interrupt()), signal(SignalKind::terminate()))
    else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
    tracing::info!("stopping");
}

fn start_log(config: &Config) {
    let filter = tracing_subscriber::EnvFilter::new(&config.log);
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // Another log is already there only when several servers run in one process, as in tests.
    let started = match config.log_format {
        LogFormat::Pretty => log.try_init(),
        LogFormat::Json => log.json().try_init(),
    };
    drop(started);
}
