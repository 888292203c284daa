//! The only binary: libFuzzer's `main`, and one target out of the registry.
//!
//! `OCES_FUZZ=ID` chooses it; `OCES_FUZZ=list` prints all of them and ends;
//! `OCES_FUZZ=seeds` sorts the files under `OCES_FUZZ_FROM` into one folder for
//! each target under `OCES_FUZZ_TO` and ends. `fuzz/run` does all three.

#![no_main]

use libfuzzer_sys::fuzz_target;
use oces_fuzz::{Target, guard, seeds, targets};
use std::sync::OnceLock;

static TARGET: OnceLock<Target> = OnceLock::new();

fuzz_target!(
    init: {
        let all = targets();
        match std::env::var("OCES_FUZZ").as_deref() {
            Ok("list") => {
                for target in &all {
                    println!("{}\t{}", target.id, target.weight.id());
                }
                std::process::exit(0);
            }
            Ok("seeds") => std::process::exit(seeds::sort_from_environment(&all)),
            Ok(id) => match all.into_iter().find(|target| target.id == id) {
                Some(target) => {
                    (target.run)(b"");
                    assert!(TARGET.set(target).is_ok(), "chosen once");
                }
                None => refuse(id),
            },
            Err(_) => refuse(""),
        }
    },
    |data: &[u8]| {
        let target = TARGET.get().expect("a target was chosen");
        guard::within_time(|| (target.run)(data));
    }
);

fn refuse(id: &str) {
    eprintln!("OCES_FUZZ={id} names no target; OCES_FUZZ=list tells them");
    std::process::exit(2);
}
