//! What changes, told live to those who look. One task of each process reads the journal when the database changes, and
//! tells everyone; it ends when nobody looks any more.

use std::collections::VecDeque;
use std::sync::Arc;

use creno_types::ids::AgencyId;
use creno_types::notification::LiveChange;
use creno_types::staff::Scope;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{Mutex, broadcast, watch};

use crate::app::App;
use crate::store::journal::{self, Told};
use crate::store::staff::Member;
use crate::store::{StoreError, reach};
use crate::webhooks;

/// How many changes wait for a slow reader: beyond, they are read from the journal.
const WAITING: usize = 256;
/// How many are read at once, and told at most to who comes back.
const AT_ONCE: i64 = 200;

/// Tells what changes.
#[derive(Debug)]
pub struct Live {
    /// Where the task tells, while there is one.
    sender: Mutex<Option<broadcast::Sender<Arc<Told>>>>,
    open: watch::Sender<bool>,
}

impl Default for Live {
    fn default() -> Self {
        Self { sender: Mutex::default(), open: watch::Sender::new(true) }
    }
}

impl Live {
    /// Ends what waits for changes: the server stops.
    pub fn close(&self) {
        self.open.send_replace(false);
    }

    /// What happens from now on.
    async fn subscribe(&self, app: &App) -> Result<broadcast::Receiver<Arc<Told>>, StoreError> {
        let mut sender = self.sender.lock().await;
        if let Some(sender) = &*sender {
            return Ok(sender.subscribe());
        }
        let changes = app.db.subscribe();
        let head = journal::find_head(&app.db).await?;
        let (new, receiver) = broadcast::channel(WAITING);
        *sender = Some(new.clone());
        tokio::spawn(follow(app.clone(), new, changes, head));
        Ok(receiver)
    }

    /// Whether nobody looks any more; the next one makes another task then.
    async fn is_left(&self, sender: &broadcast::Sender<Arc<Told>>) -> bool {
        let mut kept = self.sender.lock().await;
        let left = sender.receiver_count() == 0;
        if left {
            *kept = None;
        }
        left
    }

    /// Cuts everyone off: they come back, and begin anew.
    async fn cut(&self) {
        *self.sender.lock().await = None;
    }
}

async fn follow(
    app: App,
    sender: broadcast::Sender<Arc<Told>>,
    mut changes: watch::Receiver<()>,
    mut head: i64,
) {
    while !app.live.is_left(&sender).await {
        // Marked as seen before it is looked at: what comes in between is not missed.
        changes.borrow_and_update();
        match read(&app, head).await {
            Ok(told) if told.is_empty() => {
                if changes.changed().await.is_err() {
                    return app.live.cut().await;
                }
            }
            Ok(told) => {
                for event in told {
                    head = event.position;
                    // Nobody may be left to hear it.
                    drop(sender.send(Arc::new(event)));
                }
            }
            Err(error) => {
                tracing::warn!(%error, "what changes can't be told for now");
                return app.live.cut().await;
            }
        }
        // The demonstration was set back to its beginning: positions begin anew.
        if journal::find_head(&app.db).await.is_ok_and(|now| now < head) {
            return app.live.cut().await;
        }
    }
}

async fn read(app: &App, head: i64) -> Result<Vec<Told>, StoreError> {
    // What is committed by now is to be seen, whether the worker came round or not.
    webhooks::number(app).await?;
    journal::list_told(&app.db, head, AT_ONCE).await
}

/// What somebody is told next.
#[derive(Debug)]
pub enum Next {
    /// Everything until that position was told, or is to be read anew.
    Current(i64),
    /// Something changed, at that position.
    Change(i64, Box<LiveChange>),
    /// A while passed.
    Quiet,
}

/// Somebody who looks.
pub struct Viewer {
    app: App,
    member: Member,
    agencies: Vec<AgencyId>,
    receiver: broadcast::Receiver<Arc<Told>>,
    open: watch::Receiver<bool>,
    last: i64,
    pending: VecDeque<Arc<Told>>,
    greeted: bool,
}

impl Viewer {
    /// Looks on behalf of `member`; from a position on, when they were cut off there.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn new(app: &App, member: Member, after: Option<i64>) -> Result<Self, StoreError> {
        let receiver = app.live.subscribe(app).await?;
        let agencies = reach::list_agencies(&app.db, &member).await?;
        let head = journal::find_head(&app.db).await?;
        // A position of another database, or of before a reset, is none.
        let after = after.filter(|after| (0..=head).contains(after));
        let mut viewer = Self {
            app: app.clone(),
            member,
            agencies,
            receiver,
            open: app.live.open.subscribe(),
            last: after.unwrap_or(head),
            pending: VecDeque::new(),
            greeted: false,
        };
        if after.is_some() {
            viewer.catch_up().await?;
        }
        Ok(viewer)
    }

    /// What comes next within reach, or that a `quiet` time passed; none when the server stops.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn next(&mut self, quiet: std::time::Duration) -> Result<Option<Next>, StoreError> {
        if !self.greeted {
            self.greeted = true;
            return Ok(Some(Next::Current(self.last)));
        }
        let passed = tokio::time::sleep(quiet);
        tokio::pin!(passed);
        loop {
            if let Some(told) = self.pending.pop_front() {
                if told.position > self.last {
                    self.last = told.position;
                    if let Some(change) = self.seen(&told) {
                        return Ok(Some(Next::Change(told.position, Box::new(change))));
                    }
                }
                continue;
            }
            if !*self.open.borrow_and_update() {
                return Ok(None);
            }
            tokio::select! {
                told = self.receiver.recv() => match told {
                    Ok(told) => self.pending.push_back(told),
                    // Too slow: the rest is in the journal.
                    Err(RecvError::Lagged(_)) => self.catch_up().await?,
                    Err(RecvError::Closed) => return Ok(None),
                },
                _ = self.open.changed() => {}
                () = &mut passed => return Ok(Some(Next::Quiet)),
            }
        }
    }

    async fn catch_up(&mut self) -> Result<(), StoreError> {
        let missed = journal::list_told(&self.app.db, self.last, AT_ONCE).await?;
        self.pending.extend(missed.into_iter().map(Arc::new));
        Ok(())
    }

    /// The change as it is told, when it is within reach.
    fn seen(&self, told: &Told) -> Option<LiveChange> {
        let me = self.member.staff.id;
        let concerns_me = told.snapshot.staff.id == me || told.former == Some(me);
        let reaches = |agency: &AgencyId| self.agencies.contains(agency);
        let within = match self.member.scope {
            Scope::Own => false,
            Scope::Perimeter => {
                reaches(&told.snapshot.agency.id) || told.former_agency.as_ref().is_some_and(reaches)
            }
            Scope::Network => true,
        };
        (within || concerns_me).then(|| LiveChange {
            reference: told.snapshot.reference.clone(),
            staff: told.snapshot.staff.slug.clone(),
            agency: told.snapshot.agency.slug.clone(),
            date: told.snapshot.start.local_date(),
            mine: concerns_me && told.author != Some(me),
        })
    }
}
