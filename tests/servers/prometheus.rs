//! Prometheus that monitors itself: repeated parameters with brackets in their names, and a query in a form.

use std::collections::BTreeMap;
use std::process::Command;

use api_request::client::RetryPolicy;
use api_request::{ApiRequest, Client, Error};
use serde::Deserialize;

use crate::PATIENCE;
use crate::process::Process;

fn prometheus() -> Process {
    Process::start("prometheus", "`apt-get install prometheus`", |folder, port| {
        let configuration = format!(
            "global: {{scrape_interval: 100ms}}\nscrape_configs:\n- job_name: itself\n  static_configs:\n  - targets: ['127.0.0.1:{port}']\n"
        );
        std::fs::write(folder.join("prometheus.yml"), configuration).expect("the folder can be written");
        let mut command = Command::new("prometheus");
        command.arg("--config.file=prometheus.yml").arg("--storage.tsdb.path=data");
        command.arg(format!("--web.listen-address=127.0.0.1:{port}"));
        command
    })
}

#[derive(ApiRequest)]
#[api(get = "/api/v1/series", response = Answer<Vec<Labels>>, error = Refusal)]
struct Series {
    #[api(query = "match[]")]
    matches: Vec<&'static str>,
    limit: Option<u32>,
}

#[derive(ApiRequest)]
#[api(post = "/api/v1/query", body = form, response = Answer<Found>, error = Refusal, idempotent)]
struct Ask {
    query: &'static str,
    time: Option<f64>,
    timeout: Option<&'static str>,
}

type Labels = BTreeMap<String, String>;

#[derive(Debug, Deserialize)]
struct Answer<T> {
    data: T,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Found {
    result_type: String,
    result: Vec<Sample>,
}

#[derive(Debug, Deserialize)]
struct Sample {
    metric: Labels,
    value: (f64, String),
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Refusal {
    error_type: String,
    error: String,
}

#[tokio::test]
async fn series_and_queries_are_answered() {
    let server = prometheus();
    let client = Client::builder(&server.url()).build().unwrap();
    let up = Ask { query: r#"up{job="itself"} == 1"#, time: None, timeout: Some("5s") };
    // Prometheus needs a moment until it has monitored itself.
    let begin = std::time::Instant::now();
    let found = loop {
        match up.send(&client).await {
            Ok(answer) if !answer.data.result.is_empty() => break answer.data,
            other if begin.elapsed() > PATIENCE => panic!("{other:?}"),
            _ => tokio::time::sleep(std::time::Duration::from_millis(50)).await,
        }
    };
    assert_eq!((&*found.result_type, &*found.result[0].value.1), ("vector", "1"));
    assert_eq!(found.result[0].metric["job"], "itself");

    let series = Series { matches: vec!["up", r#"{__name__=~"prometheus_build_.+",job="itself"}"#], limit: None };
    let names: Vec<String> =
        series.send(&client).await.unwrap().data.into_iter().map(|labels| labels["__name__"].clone()).collect();
    assert_eq!(names, ["prometheus_build_info", "up"]);

    let at = Ask { query: "1 + 1 == bool 2", time: Some(1_767_225_600.5), timeout: None };
    let refused = Ask { query: "up{", time: None, timeout: None }.send(&client).await.unwrap_err();
    let Error::Status { body: Some(body), .. } = &refused else { panic!("{refused:?}") };
    assert_eq!(body.error_type, "bad_data");
    assert!(body.error.contains("parse error") && refused.to_string().contains("400 Bad Request"), "{refused}");
    // The result is a scalar and not a vector, and the error says where.
    let decode = client.call(&at).retry(RetryPolicy::none()).await.unwrap_err();
    assert!(matches!(decode, Error::Decode { .. }), "{decode:?}");
}
