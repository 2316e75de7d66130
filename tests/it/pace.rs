//! How the cost of work grows with its input. Never how long it takes: a machine is as fast as it is, and may be busy.

use std::fs;
use std::time::Instant;

/// What four times the input may cost, as a multiple.
const MOST: f64 = 6.0;

/// Asserts that `work` on `make(4 * n)` costs at most six times as much as on `make(n)`, and prints both.
pub fn assert_linear<T>(name: &str, n: usize, make: impl Fn(usize) -> T, mut work: impl FnMut(&T)) {
    let inputs = [make(n), make(4 * n)];
    let mut best = [f64::INFINITY; 2];
    // The cheapest of some rounds is what it costs; where something disturbs, more of them are needed to see it.
    for round in 0..30 {
        for (input, best) in inputs.iter().zip(&mut best) {
            *best = best.min(cost(|| work(input)));
        }
        if round >= 2 && best[1] <= MOST * best[0] {
            break;
        }
    }
    let [one, four] = best;
    println!("{name:50} {one:10.3} ms for n, {four:10.3} ms for 4n: {:.1}", four / one);
    assert!(four <= MOST * one, "{name}: {one:.3} ms, and {four:.3} ms for four times as much");
}

/// Milliseconds of this thread's own time, or of the clock where the system does not say.
fn cost(work: impl FnOnce()) -> f64 {
    let (started, before) = (Instant::now(), own_time());
    work();
    match (before, own_time()) {
        (Some(before), Some(after)) if after > before => (after - before) as f64 / 1e6,
        _ => started.elapsed().as_secs_f64() * 1e3,
    }
}

/// Nanoseconds that this thread has run. Linux brings the number up to date when a thread yields.
fn own_time() -> Option<u64> {
    std::thread::yield_now();
    let line = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    line.split(' ').next()?.parse().ok()
}
