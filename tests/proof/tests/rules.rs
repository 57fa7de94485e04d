//! Every case of `tests/rules/*.yaml`, one named test each. Cases that wait for a later rule are counted as ignored:
//! that is what `pending` means, and the closing line shows how many.

use libtest_mimic::{Arguments, Failed, Trial};
use rosai_proof::{case_files, engine_of};

fn main() {
    let arguments = Arguments::from_args();
    let mut trials = Vec::new();
    for (file, text) in case_files() {
        match rosai_casefile::read(&text) {
            Err(e) => trials.push(Trial::test(format!("{file}::readable"), move || Err(Failed::from(e.to_string())))),
            Ok(cases) => {
                for case in cases {
                    let name = format!("{}::{}", file.trim_end_matches(".yaml"), case.id);
                    let pending = case.pending.is_some();
                    trials.push(
                        Trial::test(name, move || {
                            let checked = rosai_casefile::check(engine_of(&case), &case);
                            if checked.differences.is_empty() {
                                return Ok(());
                            }
                            Err(Failed::from(format!(
                                "{}\n  {}\n  計算: {}",
                                case.title,
                                checked.differences.join("\n  "),
                                case.sum
                            )))
                        })
                        .with_ignored_flag(pending),
                    );
                }
            }
        }
    }
    libtest_mimic::run(&arguments, trials).exit();
}
