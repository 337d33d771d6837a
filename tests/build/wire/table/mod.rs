//! The rows of the wire table, by topic, in the order of the page.

mod bodies;
mod constants;
mod cookies;
mod credentials;
mod dates;
mod forms;
mod groups;
mod headers;
mod lists;
mod names;
mod path;
mod places;
mod properties;
mod refused;
mod reserved;
mod styles;
mod values;
mod written;

use crate::wire::row::Section;

pub(crate) fn sections() -> Vec<Section> {
    [
        path::sections(),
        places::sections(),
        names::sections(),
        values::sections(),
        lists::sections(),
        dates::sections(),
        styles::sections(),
        reserved::sections(),
        headers::sections(),
        cookies::sections(),
        properties::sections(),
        bodies::sections(),
        forms::sections(),
        constants::sections(),
        groups::sections(),
        written::sections(),
        credentials::sections(),
        refused::sections(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
