//! Compiles every file of the topic folders, each of which must fail with the text that stands beside it.

#[test]
fn compile_fail() {
    let files = trybuild::TestCases::new();
    files.compile_fail("*/*.rs");
}
