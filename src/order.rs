//! Sorting, compiled once.
//!
//! The standard library's sorts are compiled anew for each type that is sorted: sixteen of them were 120 of the 650 KB of
//! the wasm. Here positions are sorted, whatever stands at them.

use std::cmp::Ordering;

/// Sorts `items`; those that are equal stay in their order. Takes one look at each where they are sorted already.
pub fn sort<T>(items: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    let order = positions(items.len(), &|one, other| compare(&items[one as usize], &items[other as usize]));
    arrange(order, &mut |one, other| items.swap(one, other));
}

/// The positions `0..len` in the order that `compare` gives; those that are equal stay in their order.
pub fn positions(len: usize, compare: &dyn Fn(u32, u32) -> Ordering) -> Vec<u32> {
    let mut from: Vec<u32> = (0..len as u32).collect();
    if (1..len as u32).all(|at| compare(at - 1, at) != Ordering::Greater) {
        return from;
    }
    let mut to = from.clone();
    let mut run = 1;
    while run < len {
        for start in (0..len).step_by(2 * run) {
            let middle = (start + run).min(len);
            let end = (start + 2 * run).min(len);
            merge(&from[start..middle], &from[middle..end], &mut to[start..end], compare);
        }
        std::mem::swap(&mut from, &mut to);
        run *= 2;
    }
    from
}

/// Puts at each place what stands at the position that `order` has there: each cycle of the order is walked once.
fn arrange(mut order: Vec<u32>, swap: &mut dyn FnMut(usize, usize)) {
    for start in 0..order.len() {
        let mut place = start;
        loop {
            let from = std::mem::replace(&mut order[place], place as u32) as usize;
            if from == place || from == start {
                break;
            }
            swap(place, from);
            place = from;
        }
    }
}

fn merge(left: &[u32], right: &[u32], merged: &mut [u32], compare: &dyn Fn(u32, u32) -> Ordering) {
    let (mut l, mut r) = (0, 0);
    for place in merged {
        let take_left = match (left.get(l), right.get(r)) {
            (Some(&one), Some(&other)) => compare(one, other) != Ordering::Greater,
            (one, _) => one.is_some(),
        };
        if take_left {
            *place = left[l];
            l += 1;
        } else {
            *place = right[r];
            r += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_items_stay_in_their_order() {
        for len in 0..70_u32 {
            let mut items: Vec<(u32, u32)> = (0..len).map(|at| (at * 7919 % 11, at)).collect();
            let mut expected = items.clone();
            expected.sort_by_key(|item| item.0);
            sort(&mut items, |one, other| one.0.cmp(&other.0));
            assert_eq!(items, expected);
        }
    }
}
