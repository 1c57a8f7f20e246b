//! `creno user`: accounts for rescue, when nobody can sign in to make them.

use std::io::Read as _;

use anyhow::{Context as _, bail};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use clap::{Args, Subcommand};
use creno_types::api_key::ApiResource;
use creno_types::journal::{AccessKind, SettingsAction};
use creno_types::settings::user::{NewUser, User};

use super::serve::open;
use crate::app::App;
use crate::config::{Config, Overrides};
use crate::settings::SettingError;
use crate::settings::resource::Setting as _;
use crate::staff::reset::{self, ResetError};
use crate::store::passwords::{self, PasswordHolder};
use crate::store::settings_log::{self, NewChange};
use crate::store::{Tx, identities, sessions};

/// Who acts, in the journals.
const CONSOLE: &str = "console";

#[derive(Subcommand)]
pub(super) enum Command {
    /// Add an account, with a password that is printed once or read from the standard input
    Add(Add),
    /// Give an account another password, and end its sessions
    ResetPassword(Account),
    /// Let an account be bound anew to an identity of the sign-in service
    Unlink(Unlink),
}

#[derive(Args)]
pub(super) struct Add {
    #[command(flatten)]
    account: Account,
    /// Name on screen
    #[arg(long)]
    name: String,
    /// Profile, by its short name: one that administers, for an account of rescue
    #[arg(long)]
    profile: String,
    /// Name in URLs [default: made of the address]
    #[arg(long)]
    slug: Option<String>,
}

#[derive(Args)]
pub(super) struct Account {
    #[command(flatten)]
    config: Overrides,
    /// E-mail address of the account
    email: String,
    /// Read the password from the standard input rather than draw one
    #[arg(long)]
    password_stdin: bool,
}

#[derive(Args)]
pub(super) struct Unlink {
    #[command(flatten)]
    config: Overrides,
    /// E-mail address of the account
    email: String,
}

pub(super) async fn run(command: Command) -> anyhow::Result<()> {
    let overrides = match &command {
        Command::Add(add) => &add.account.config,
        Command::ResetPassword(account) => &account.config,
        Command::Unlink(unlink) => &unlink.config,
    };
    let config = Config::load(overrides, false)?;
    let db = open(&config).await?;
    db.migrate().await.context("the database can't be brought to the current schema")?;
    let app = App::new(db.clone(), config);
    let done = match command {
        Command::Add(add) => add_user(&app, add).await,
        Command::ResetPassword(account) => reset_password(&app, account).await,
        Command::Unlink(unlink) => unlink_user(&app, &unlink.email).await,
    };
    db.close().await;
    done
}

async fn add_user(app: &App, add: Add) -> anyhow::Result<()> {
    let email = add.account.email.trim().to_lowercase();
    let local = email.split('@').next().unwrap_or_default();
    let made = local.replace(|letter: char| !letter.is_ascii_alphanumeric(), "-");
    let input = NewUser {
        slug: add.slug.unwrap_or_else(|| made.trim_matches('-').to_owned()),
        name: add.name,
        email,
        profile: add.profile,
        agencies: Vec::new(),
        themes: Vec::new(),
        active: true,
    };
    let mut tx = app.db.begin().await?;
    settings_log::lock(&mut tx, ApiResource::Users.as_str()).await?;
    let user = User::resolve(app, &mut tx, None, input).await.map_err(told)?;
    user.write(app, &mut tx, None).await.map_err(told)?;
    let holder = PasswordHolder {
        id: user.id,
        name: user.settings.name.clone(),
        email: user.settings.email.clone(),
        slug: user.settings.slug.clone(),
        has_password: false,
    };
    let (password, drawn) = password(app, add.account.password_stdin)?;
    give(app, &mut tx, &holder, password.clone()).await?;
    let change = NewChange {
        id: app.new_id(),
        at: app.now(),
        staff: None,
        key: None,
        who: CONSOLE.to_owned(),
        address: CONSOLE.to_owned(),
        resource: ApiResource::Users.as_str(),
        subject: holder.slug.clone(),
        action: SettingsAction::Created,
        before: None,
        after: serde_json::to_value(&user).ok(),
    };
    settings_log::insert_change(&mut tx, change).await?;
    tx.commit().await?;
    println!("Compte {} créé.", holder.email);
    print_drawn(drawn.then_some(password));
    Ok(())
}

async fn reset_password(app: &App, account: Account) -> anyhow::Result<()> {
    let holder = find(app, &account.email).await?;
    let (password, drawn) = password(app, account.password_stdin)?;
    let mut tx = app.db.begin().await?;
    give(app, &mut tx, &holder, password.clone()).await?;
    sessions::delete_all_sessions(&mut tx, holder.id).await?;
    tx.commit().await?;
    reset::note(app, AccessKind::PasswordChanged, &holder, CONSOLE).await?;
    println!("Mot de passe de {} changé ; ses sessions ont pris fin.", holder.email);
    print_drawn(drawn.then_some(password));
    Ok(())
}

async fn unlink_user(app: &App, email: &str) -> anyhow::Result<()> {
    let holder = find(app, email).await?;
    let mut tx = app.db.begin().await?;
    let identities = identities::delete_identities(&mut tx, holder.id).await?;
    tx.commit().await?;
    println!("{} identité(s) détachée(s) du compte {}.", identities, holder.email);
    Ok(())
}

async fn find(app: &App, email: &str) -> anyhow::Result<PasswordHolder> {
    let email = email.trim().to_lowercase();
    passwords::find_holder(&app.db, &email)
        .await?
        .with_context(|| format!("nobody active has the address {email}; check it, or switch the account on"))
}

async fn give(app: &App, tx: &mut Tx, holder: &PasswordHolder, password: String) -> anyhow::Result<()> {
    let hash = reset::hash_checked(app, password, holder).await.map_err(|error| match error {
        ResetError::InvalidFields(_) => anyhow::anyhow!(
            "the password is refused: give 12 characters or more, not the name or address, nor a known word"
        ),
        error => error.into(),
    })?;
    Ok(passwords::set_password(tx, holder.id, hash).await?)
}

/// The password, and whether it was drawn.
fn password(app: &App, from_stdin: bool) -> anyhow::Result<(String, bool)> {
    if !from_stdin {
        return Ok((URL_SAFE_NO_PAD.encode(app.random_bytes::<18>()), true));
    }
    let mut text = String::new();
    std::io::stdin().take(4_096).read_to_string(&mut text).context("the password can't be read")?;
    let text = text.trim_end_matches(['\r', '\n']).to_owned();
    if text.is_empty() {
        bail!("the standard input holds no password");
    }
    Ok((text, false))
}

fn print_drawn(password: Option<String>) {
    if let Some(password) = password {
        println!("Mot de passe, qui ne sera plus affiché : {password}");
    }
}

/// The faults of an account that is added, by field.
fn told(error: SettingError) -> anyhow::Error {
    match error {
        SettingError::InvalidFields(faults) => {
            let faults: Vec<_> =
                faults.iter().map(|fault| format!("{}: {}", fault.field, fault.code)).collect();
            anyhow::anyhow!("the account is refused: {}", faults.join(", "))
        }
        error => error.into(),
    }
}
