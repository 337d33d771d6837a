//! Which values are secrets, by what the document says and by their names.

use crate::name::words;
use crate::schema::Facts;

/// Words before `token` that make it a place in a list, and not a credential.
const PLACES: [&str; 11] =
    ["continuation", "cursor", "marker", "next", "page", "paging", "pagination", "prev", "previous", "start", "sync"];

/// Whether a text of this name is a secret.
pub(super) fn is_secret(name: &str, facts: &Facts<'_>) -> bool {
    if facts.format.eq_ignore_ascii_case("password") {
        return true;
    }
    let words = words(name);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        [
            ..,
            "password" | "passwd" | "passphrase" | "secret" | "apikey" | "accesstoken" | "refreshtoken"
            | "clientsecret",
        ]
        | [.., "api" | "access" | "private" | "secret" | "signing" | "encryption", "key"] => true,
        [before @ .., "token" | "jwt"] => !before.iter().any(|word| PLACES.contains(word)),
        _ => facts.write_only && words.iter().any(|word| matches!(*word, "key" | "pin" | "code" | "credential")),
    }
}

#[cfg(test)]
mod tests {
    use super::is_secret;
    use crate::schema::Facts;

    #[test]
    fn names_tell_secrets() {
        for name in ["password", "client_secret", "refreshToken", "X-Api-Key", "privateKey", "newPassword", "jwt"] {
            assert!(is_secret(name, &Facts::default()), "{name}");
        }
        for name in ["nextPageToken", "continuation_token", "tokenType", "passwordPolicy", "key", "name", "secretId"] {
            assert!(!is_secret(name, &Facts::default()), "{name}");
        }
        assert!(is_secret("x", &Facts { format: "password", ..Facts::default() }));
    }
}
