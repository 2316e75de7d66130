//! Functions that choose among their arguments.

/// The strings of a function's result, by those of its arguments.
pub(super) enum Choice {
    /// One of the arguments.
    Arguments,
    /// The first argument in another type, or part of it in the same order.
    First,
    /// The items of all arguments, in an order of their own.
    Items,
    /// An item of the first argument, by the second: `element`; by the second or else the third: `lookup`.
    Item,
    /// The one item of the first argument.
    One,
}

const FUNCTIONS: [(&str, Choice); 23] = [
    ("coalesce", Choice::Arguments),
    ("coalescelist", Choice::Arguments),
    ("compact", Choice::Items),
    ("concat", Choice::Items),
    ("distinct", Choice::Items),
    ("element", Choice::Item),
    ("flatten", Choice::Items),
    ("lookup", Choice::Item),
    ("merge", Choice::Arguments),
    ("nonsensitive", Choice::First),
    ("one", Choice::One),
    ("reverse", Choice::Items),
    ("sensitive", Choice::First),
    ("setunion", Choice::Items),
    ("slice", Choice::Items),
    ("sort", Choice::Items),
    ("tolist", Choice::First),
    ("tomap", Choice::First),
    ("toset", Choice::Items),
    ("tostring", Choice::First),
    ("trimspace", Choice::First),
    ("try", Choice::Arguments),
    ("values", Choice::Items),
];

/// How the function of this name chooses; `None` where its result is made of more than its arguments' parts.
pub(super) fn choice(name: &str) -> Option<&'static Choice> {
    FUNCTIONS.iter().find(|(known, _)| *known == name).map(|(_, choice)| choice)
}
