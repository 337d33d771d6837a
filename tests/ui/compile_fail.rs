//! Compiles every file of the topic folders. Each must fail with exactly the output in its `.stderr` file.

#[test]
fn compile_fail() {
    let files = trybuild::TestCases::new();
    files.compile_fail("*/*.rs");
}
