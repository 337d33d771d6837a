//! Values that are more than one text.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};

use api_request::reply::Raw;

use crate::wire::row::{Section, section};
use crate::wire::types::{Filter, Owner, Range, Sort};

pub(super) fn sections() -> Vec<Section> {
    vec![lists(), objects()]
}

fn lists() -> Section {
    section! {
        title: "Lists",
        prose: "In the query a list repeats its name. An item that is `None` is left out. A list without items is not sent.",
        shown: Request,
        #[api(get = "/a", response = Raw)]

        { v: Vec<&'static str> }
            v: vec![] => "GET /a";
            v: vec![""] => "GET /a?v=";
            v: vec!["a", "b"] => "GET /a?v=a&v=b";
            v: vec!["a,b", "c&d"] => "GET /a?v=a%2Cb&v=c%26d";
        { v: &'static [bool] }
            v: &[] => "GET /a";
            v: &[false, true] => "GET /a?v=false&v=true";
        { v: [Sort; 2] }
            v: [Sort::Up, Sort::Down] => "GET /a?v=up&v=down";
        { v: (u8, &'static str, Sort) }
            v: (1, "b", Sort::Up) => "GET /a?v=1&v=b&v=up";
        { v: BTreeSet<u8> }
            v: BTreeSet::from([2, 1]) => "GET /a?v=1&v=2";
        { v: HashSet<u8> }
            v: HashSet::from([7]) => "GET /a?v=7";
        { v: VecDeque<char> }
            v: VecDeque::from(['a', 'b']) => "GET /a?v=a&v=b";
        { v: Vec<Option<u8>> }
            v: vec![None, Some(1)] => "GET /a?v=1";
            v: vec![None] => "GET /a";
        { v: Option<Vec<u8>> }
            v: None => "GET /a";
            v: Some(vec![]) => "GET /a";
            v: Some(vec![0]) => "GET /a?v=0";
        { v: Option<(u8, u8)> }
            v: None => "GET /a";
            v: Some((1, 2)) => "GET /a?v=1&v=2";
        { v: Option<BTreeSet<u8>> }
            v: None => "GET /a";
            v: Some(BTreeSet::from([1])) => "GET /a?v=1";
    }
}

fn objects() -> Section {
    section! {
        title: "Maps and structs",
        prose: "In the query each key becomes a name, and the name of the field is not sent. Other styles differ.",
        shown: Request,
        #[api(get = "/a", response = Raw)]

        { v: BTreeMap<&'static str, u8> }
            v: BTreeMap::new() => "GET /a";
            v: BTreeMap::from([("b", 1), ("a", 2)]) => "GET /a?a=2&b=1";
            v: BTreeMap::from([("a[0]=", 1)]) => "GET /a?a%5B0%5D%3D=1";
        { v: HashMap<char, Option<u8>> }
            v: HashMap::from([('a', Some(1))]) => "GET /a?a=1";
            v: HashMap::from([('a', None)]) => "GET /a";
        { v: BTreeMap<u8, &'static str> }
            v: BTreeMap::from([(1, "")]) => "GET /a?1=";
        { v: Range }
            v: Range { from: 5, to: None } => "GET /a?from=5";
            v: Range { from: 5, to: Some(9) } => "GET /a?from=5&to=9";
        { v: Owner }
            v: Owner::UserId(7) => "GET /a?userId=7";
        { v: Option<Range> }
            v: None => "GET /a";
            v: Some(Range { from: 5, to: None }) => "GET /a?from=5";
        { v: Option<BTreeMap<&'static str, u8>> }
            v: None => "GET /a";
            v: Some(BTreeMap::from([("a", 0)])) => "GET /a?a=0";
        { #[api(style = deepObject)] v: Filter }
            v: Filter { tags: vec!["a", "b"], max_price: Range { from: 5, to: None } }
                => "GET /a?v%5Btags%5D=a&v%5Btags%5D=b&v%5BmaxPrice%5D%5Bfrom%5D=5";
    }
}
