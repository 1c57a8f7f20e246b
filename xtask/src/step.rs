//! Headers and timings of the steps of a task.

use std::time::{Duration, Instant};

use anyhow::Result;

use crate::process::Interrupted;

/// Prints a header, runs `work`, and prints how long it took.
///
/// # Errors
/// Those of `work`.
pub fn step<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("\n━━━ {name}");
    let start = Instant::now();
    let outcome = work();
    println!(
        "─── {name}: {} in {}",
        if outcome.is_ok() { "done" } else { "failed" },
        seconds(start.elapsed())
    );
    outcome
}

/// Steps of which each runs even when one before it failed, and that end in a table.
#[derive(Default)]
pub struct Steps {
    rows: Vec<(String, Duration, bool)>,
}

impl Steps {
    /// Runs one step and notes its outcome; a failure is printed and counted, not returned.
    ///
    /// # Errors
    /// [`Interrupted`] only: no further step should run.
    pub fn run<T>(&mut self, name: &str, work: impl FnOnce() -> Result<T>) -> Result<Option<T>> {
        let start = Instant::now();
        let outcome = step(name, work);
        self.rows.push((name.to_owned(), start.elapsed(), outcome.is_ok()));
        match outcome {
            Ok(value) => Ok(Some(value)),
            Err(error) if error.is::<Interrupted>() => Err(error),
            Err(error) => {
                eprintln!("error: {error:#}");
                Ok(None)
            }
        }
    }

    /// Prints the steps with their times and outcomes.
    pub fn print_table(&self) {
        println!();
        for (name, time, ok) in &self.rows {
            println!("{name:<36} {:>10}  {}", seconds(*time), if *ok { "ok" } else { "FAILED" });
        }
        let total = self.rows.iter().map(|row| row.1).sum();
        println!("{:<36} {:>10}", "total", seconds(total));
    }

    /// Whether every step so far succeeded.
    pub fn all_ok(&self) -> bool {
        self.rows.iter().all(|row| row.2)
    }
}

fn seconds(time: Duration) -> String {
    let s = time.as_secs_f64();
    if s < 100.0 { format!("{s:.1} s") } else { format!("{} min {:02} s", s as u64 / 60, s as u64 % 60) }
}
