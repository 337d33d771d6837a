//! Requests of another generator's suite, held against what its echo server reported of them.

use api_request::ApiRequest;
use api_request::body::Body;
use api_request::reply::Raw;
use http::Request;
use serde::Deserialize;
use serde_json::Value;

use super::http;

#[derive(Deserialize)]
struct Table {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    id: String,
    params: Vec<Param>,
    expect: Expect,
}

#[derive(Deserialize)]
struct Param {
    name: String,
    value: Value,
}

#[derive(Default, Deserialize)]
struct Expect {
    echoed_url: Option<String>,
    #[serde(default)]
    headers: serde_json::Map<String, Value>,
    #[serde(default)]
    args: serde_json::Map<String, Value>,
}

macro_rules! requests {
    ($($id:ident $method:ident $path:literal { $($(#[$api:meta])* $field:ident: $name:literal)* })*) => {
        fn request(case: &Case) -> Request<Body> {
            let value = |name: &str| case.params.iter().find(|param| param.name == name).unwrap().value.clone();
            match &*case.id {
                $(stringify!($id) => {
                    #[derive(ApiRequest)]
                    #[api($method = $path, response = Raw)]
                    struct Asked {
                        $($(#[$api])* $field: Value,)*
                    }
                    http(&Asked { $($field: value($name),)* })
                })*
                other => panic!("no struct for {other}"),
            }
            .unwrap()
        }
    };
}

requests! {
    mixedParametersPrimitives get "/anything/mixedParams/path/{path}" {
        path: "pathParam"
        #[api(query = "queryStringParam")] query: "queryStringParam"
        #[api(header = "headerParam")] header: "headerParam"
    }
    mixedParametersCamelCase get "/anything/mixedParams/path/{path}/camelcase" {
        path: "path_param"
        #[api(query = "query_string_param")] query: "query_string_param"
        #[api(header = "header-param")] header: "header_param"
    }
    simplePathParameterPrimitives get "/anything/pathParams/str/{text}/bool/{boolean}/int/{integer}/num/{number}" {
        text: "strParam"
        boolean: "boolParam"
        integer: "intParam"
        number: "numParam"
    }
    simplePathParameterObjects get "/anything/pathParams/obj/{object}/objExploded/{exploded}" {
        object: "objParam"
        #[api(explode)] exploded: "objParamExploded"
    }
    simplePathParameterArrays get "/anything/pathParams/arr/{array}" {
        array: "arrParam"
    }
    simplePathParameterMaps get "/anything/pathParams/map/{map}/mapExploded/{exploded}" {
        map: "mapParam"
        #[api(explode)] exploded: "mapParamExploded"
    }
    pathParameterJson get "/anything/pathParams/json/{json}" {
        #[api(style = json)] json: "jsonObj"
    }
    formQueryParamsPrimitive get "/anything/queryParams/form/primitive" {
        #[api(query = "strParam")] text: "strParam"
        #[api(query = "boolParam")] boolean: "boolParam"
        #[api(query = "intParam")] integer: "intParam"
        #[api(query = "numParam")] number: "numParam"
    }
    formQueryParamsObject get "/anything/queryParams/form/obj" {
        #[api(query = "objParamExploded")] exploded: "objParamExploded"
        #[api(query = "objParam", explode = false)] object: "objParam"
    }
    formQueryParamsCamelObject get "/anything/queryParams/form/camelObj" {
        #[api(query = "obj_param_exploded")] exploded: "obj_param_exploded"
        #[api(query = "obj_param", explode = false)] object: "obj_param"
    }
    formQueryParamsRefParamObject get "/anything/queryParams/form/refParamObject" {
        #[api(query = "refObjParamExploded")] exploded: "refObjParamExploded"
        #[api(query = "refObjParam", explode = false)] object: "refObjParam"
    }
    formQueryParamsArray get "/anything/queryParams/form/array" {
        #[api(query = "arrParam", explode = false)] array: "arrParam"
        #[api(query = "arrParamExploded")] exploded: "arrParamExploded"
    }
    pipeDelimitedQueryParamsArray get "/anything/queryParams/pipe/array" {
        #[api(query = "arrParam", style = pipeDelimited)] array: "arrParam"
        #[api(query = "arrParamExploded", style = pipeDelimited, explode)] exploded: "arrParamExploded"
        #[api(query = "objParam", style = pipeDelimited)] object: "objParam"
        #[api(query = "mapParam", style = pipeDelimited)] map: "mapParam"
    }
    formQueryParamsMap get "/anything/queryParams/form/map" {
        #[api(query = "mapParam", explode = false)] map: "mapParam"
        #[api(query = "mapParamExploded")] exploded: "mapParamExploded"
    }
    deepObjectQueryParamsObject get "/anything/queryParams/deepObject/obj" {
        #[api(query = "objParam", style = deepObject)] object: "objParam"
        #[api(query = "objArrParam", style = deepObject)] array: "objArrParam"
    }
    deepObjectQueryParamsDeepObject get "/anything/queryParams/deepObject/deepObj" {
        #[api(query = "deepObj", style = deepObject)] object: "deepObj"
    }
    deepObjectQueryParamsMap get "/anything/queryParams/deepObject/map" {
        #[api(query = "mapParam", style = deepObject)] map: "mapParam"
        #[api(query = "mapArrParam", style = deepObject)] array: "mapArrParam"
    }
    mixedQueryParams get "/anything/queryParams/mixed" {
        #[api(query = "jsonParam", style = json)] json: "jsonParam"
        #[api(query = "formParam")] form: "formParam"
        #[api(query = "deepObjectParam", style = deepObject)] deep: "deepObjectParam"
    }
    headerParamsPrimitive get "/anything/headers/primitive" {
        #[api(header = "X-Header-String")] text: "X-Header-String"
        #[api(header = "X-Header-Boolean")] boolean: "X-Header-Boolean"
        #[api(header = "X-Header-Integer")] integer: "X-Header-Integer"
        #[api(header = "X-Header-Number")] number: "X-Header-Number"
    }
    headerParamsObject get "/anything/headers/obj" {
        #[api(header = "X-Header-Obj", style = simple)] object: "X-Header-Obj"
        #[api(header = "X-Header-Obj-Explode", style = simple, explode)] exploded: "X-Header-Obj-Explode"
    }
    headerParamsMap get "/anything/headers/map" {
        #[api(header = "X-Header-Map", style = simple)] map: "X-Header-Map"
        #[api(header = "X-Header-Map-Explode", style = simple, explode)] exploded: "X-Header-Map-Explode"
    }
    headerParamsArray get "/anything/headers/array" {
        #[api(header = "X-Header-Array", style = simple)] array: "X-Header-Array"
    }
    requestBodyPutStringWithParams put "/anything/requestBodies/put/stringWithParams" {
        #[api(query = "queryStringParam")] query: "queryStringParam"
    }
    requestBodyPostComplexNumberTypes post "/anything/requestBodies/post/{a}/{b}/{c}/{d}/{e}/{f}/complex-number-types" {
        a: "pathBigInt"
        b: "pathBigIntStr"
        c: "pathDecimal"
        d: "pathDecimalStr"
        e: "pathInt64Str"
        f: "pathFloat64Str"
        #[api(query = "queryBigInt")] g: "queryBigInt"
        #[api(query = "queryBigIntStr")] h: "queryBigIntStr"
        #[api(query = "queryDecimal")] i: "queryDecimal"
        #[api(query = "queryDecimalStr")] j: "queryDecimalStr"
        #[api(query = "queryInt64Str")] k: "queryInt64Str"
        #[api(query = "queryFloat64Str")] l: "queryFloat64Str"
    }
}

/// The text behind its escapes.
fn decoded(text: &str) -> String {
    // In a query `+` would be a space, and these have none of either.
    let pair = format!("={}", text.replace('+', "%2B"));
    url::form_urlencoded::parse(pair.as_bytes()).map(|(_, value)| value.into_owned()).collect()
}

/// The query's pairs as a server reads them, in any order.
fn pairs(query: &str) -> Vec<(String, String)> {
    let mut pairs: Vec<_> = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    pairs.sort();
    pairs
}

fn check(case: &Case) {
    let request = request(case);
    let (id, uri) = (&case.id, request.uri());
    if let Some(url) = &case.expect.echoed_url {
        let (_, target) = url.split_once("://").and_then(|(_, rest)| rest.split_once('/')).unwrap();
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        assert_eq!(decoded(uri.path()), format!("/{}", decoded(path)), "{id}");
        assert_eq!(pairs(uri.query().unwrap_or_default()), pairs(query), "{id}");
    }
    for (name, value) in &case.expect.headers {
        assert_eq!(request.headers()[name.as_str()].to_str().unwrap(), value.as_str().unwrap(), "{id}");
    }
    let sent = pairs(uri.query().unwrap_or_default());
    for (name, value) in &case.expect.args {
        let values: Vec<&str> = sent.iter().filter(|(sent, _)| sent == name).map(|(_, value)| &**value).collect();
        let expected: Vec<&str> = match value {
            Value::Array(expected) => expected.iter().filter_map(Value::as_str).collect(),
            value => value.as_str().into_iter().collect(),
        };
        assert_eq!(values, expected, "{id}: {name}");
    }
}

/// Runs all cases, and says how many there are.
fn run() -> usize {
    let table: Table = serde_json::from_str(include_str!("../../data/speakeasy-params.json")).unwrap();
    for case in &table.cases {
        let Expect { echoed_url, headers, args } = &case.expect;
        assert!(echoed_url.is_some() || !headers.is_empty() || !args.is_empty(), "{} expects nothing", case.id);
        check(case);
    }
    table.cases.len()
}

pub(crate) fn row() -> String {
    let cases = run();
    format!("| Speakeasy's parameters, as its echo server reports them | {cases} | {cases} | 0 |")
}

#[test]
fn a_server_reads_what_the_suite_says() {
    assert_eq!(run(), 24);
}
