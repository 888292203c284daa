//! The rows of an NSS database, by `SQLite` on a copy in memory.

use super::TABLES;
use crate::container::{Entry, Extraction, KeyEntry};
use crate::failure::FailureKind;
use rusqlite::config::DbConfig;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::limits::Limit;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, ErrorCode, Row};

/// More rows of one table are not read.
const MAX_ROWS: usize = 100_000;

/// Values up to this length are read from however short a file, in octets.
const LEAST_LENGTH: usize = 64 << 10;

/// How many instructions of `SQLite`'s machine lie between two looks at the clock.
const TICK: i32 = 10_000;

/// How many such stretches one database may take: some seconds.
const MAX_TICKS: u32 = 20_000;

/// `CKO_CERTIFICATE` and `CKO_PRIVATE_KEY`, as NSS stores numbers.
const CERTIFICATE: [u8; 4] = [0, 0, 0, 1];
const PRIVATE_KEY: [u8; 4] = [0, 0, 0, 3];

/// What NSS writes for an attribute that is there and empty.
const EXPLICIT_NULL: [u8; 3] = [0xa5, 0, 0x5a];

/// Reads what the tables hold.
pub(super) fn read(bytes: &[u8]) -> Extraction {
    let mut out = Extraction::default();
    if let Some(missing) = missing(bytes) {
        out.problem(FailureKind::Corrupt, format!("the last {missing} octets of the database are missing"));
    }
    match open(bytes) {
        Ok(connection) => {
            for table in TABLES {
                if let Err(error) = rows(&connection, table, &mut out) {
                    failed(&mut out, table, &error);
                }
            }
        }
        Err(error) => failed(&mut out, "the database", &error),
    }
    out
}

/// How many octets the file is shorter than its header says. The number of
/// pages counts only where the header's two change counters agree.
fn missing(bytes: &[u8]) -> Option<u64> {
    let number = |at: usize| bytes.get(at..at + 4).and_then(|four| Some(u32::from_be_bytes(four.try_into().ok()?)));
    let page = u64::from(u16::from_be_bytes(bytes.get(16..18)?.try_into().ok()?));
    // The one size that does not fit is written as 1.
    let page = if page == 1 { 65536 } else { page };
    let (pages, counter, valid_for) = (number(28)?, number(24)?, number(92)?);
    let missing = (page * u64::from(pages)).checked_sub(bytes.len() as u64)?;
    (counter == valid_for && missing > 0).then_some(missing)
}

/// A connection to a copy, in which nothing of the file's own can run.
fn open(bytes: &[u8]) -> rusqlite::Result<Connection> {
    let mut connection = Connection::open_in_memory()?;
    for (setting, value) in [
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false),
    ] {
        connection.set_db_config(setting, value)?;
    }
    connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
    connection.set_limit(Limit::SQLITE_LIMIT_SQL_LENGTH, 64 << 10)?;
    // No value is longer than the file: what a schema computes may be.
    connection
        .set_limit(Limit::SQLITE_LIMIT_LENGTH, i32::try_from(bytes.len().max(LEAST_LENGTH)).unwrap_or(i32::MAX))?;
    let mut copy = bytes.to_vec();
    // The pages that are there count: a file that was cut short is read too.
    if let Some(pages) = copy.get_mut(28..32) {
        pages.fill(0);
    }
    // A database in WAL mode cannot be opened in memory; without its `-wal`
    // it is an ordinary one.
    if let Some(versions) = copy.get_mut(18..20)
        && versions == [2, 2]
    {
        versions.fill(1);
    }
    connection.deserialize_read_exact("main", copy.as_slice(), copy.len(), true)?;
    connection.execute_batch("pragma cell_size_check = on; pragma temp_store = memory")?;
    let mut ticks = 0_u32;
    connection.progress_handler(
        TICK,
        Some(move || {
            ticks += 1;
            ticks > MAX_TICKS
        }),
    )?;
    connection.authorizer(Some(authorize))?;
    Ok(connection)
}

/// Reading is all that a statement may do, those of the schema included.
#[allow(clippy::needless_pass_by_value, reason = "the signature of SQLite's hook")]
fn authorize(context: AuthContext<'_>) -> Authorization {
    match context.action {
        AuthAction::Select | AuthAction::Read { .. } => Authorization::Allow,
        _ => Authorization::Deny,
    }
}

fn rows(connection: &Connection, table: &str, out: &mut Extraction) -> rusqlite::Result<()> {
    let mut is_table =
        connection.prepare("select 1 from sqlite_master where name = ?1 and type = 'table' and rootpage > 0")?;
    if !is_table.exists([table])? {
        return Ok(());
    }
    let mut statement = connection.prepare(&format!("select a0, a3, a11, a102 from {table}"))?;
    let mut rows = statement.query([])?;
    let mut number = 0;
    while let Some(row) = rows.next()? {
        number += 1;
        if number > MAX_ROWS {
            out.problem(FailureKind::LimitExceeded, format!("{table} has more than {MAX_ROWS} rows"));
            break;
        }
        take(row, number, out)?;
    }
    Ok(())
}

fn take(row: &Row<'_>, number: usize, out: &mut Extraction) -> rusqlite::Result<()> {
    let class = octets(row, 0)?;
    let alias = octets(row, 1)?.map(|label| String::from_utf8_lossy(label).into_owned());
    if class == Some(&CERTIFICATE[..]) {
        let der = octets(row, 2)?.unwrap_or_default().to_vec();
        out.entry(Entry { der, alias, ..Entry::default() }, number);
    } else if class == Some(&PRIVATE_KEY[..]) {
        let local_key_id = octets(row, 3)?.map(<[u8]>::to_vec);
        out.keys.push(KeyEntry { alias, local_key_id, ..KeyEntry::default() });
    }
    Ok(())
}

/// A value's octets, unless it is empty.
fn octets<'r>(row: &'r Row<'_>, column: usize) -> rusqlite::Result<Option<&'r [u8]>> {
    Ok(match row.get_ref(column)? {
        ValueRef::Blob(octets) | ValueRef::Text(octets) if !octets.is_empty() && octets != EXPLICIT_NULL => {
            Some(octets)
        }
        _ => None,
    })
}

fn failed(out: &mut Extraction, what: &str, error: &rusqlite::Error) {
    let kind = match error.sqlite_error_code() {
        Some(ErrorCode::OperationInterrupted | ErrorCode::OutOfMemory | ErrorCode::TooBig) => {
            FailureKind::LimitExceeded
        }
        _ => FailureKind::Corrupt,
    };
    let detail = match kind {
        FailureKind::LimitExceeded => format!("{what} takes too much work to read"),
        _ => format!("{what}: {error}"),
    };
    out.problem(kind, detail);
}
