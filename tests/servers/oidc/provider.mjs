// An OpenID provider on loopback for the tests. It prints its URL, its clients and what a user granted to the
// first one. It exits when its standard input ends.

import { createHash, randomBytes } from "node:crypto";
import { createServer } from "node:http";

// The provider warns that it has no storage and uses well-known keys, which is fine for tests.
console.info = console.warn = () => {};
const { default: Provider } = await import("oidc-provider");

const scope = "openid offline_access";
const account = "ann";
const client = {
    client_id: "tests",
    // With characters that a form must escape.
    client_secret: `${random()} &=+%"`,
    token_endpoint_auth_method: "client_secret_post",
    grant_types: ["authorization_code", "client_credentials", "refresh_token"],
    response_types: ["code"],
    redirect_uris: ["https://client.example/back?a=b&c=d"],
};

// Clients that authenticate with the header `Authorization`. The first uses only letters and digits.
const [plain, special] = [["tests-basic", ""], ["tests + basic 100%", " &=+%:\""]].map(([client_id, end]) => ({
    client_id,
    client_secret: `${random()}${end}`,
    token_endpoint_auth_method: "client_secret_basic",
    grant_types: ["client_credentials"],
    response_types: [],
    redirect_uris: [],
}));

function random() {
    return randomBytes(32).toString("base64url");
}

// Returns what the user's browser would receive, without a browser.
async function authorize(provider) {
    const verifier = random();
    const grant = new provider.Grant({ accountId: account, clientId: client.client_id });
    grant.addOIDCScope(scope);
    const code = new provider.AuthorizationCode({
        accountId: account,
        client: await provider.Client.find(client.client_id),
        codeChallenge: createHash("sha256").update(verifier).digest("base64url"),
        codeChallengeMethod: "S256",
        grantId: await grant.save(),
        redirectUri: client.redirect_uris[0],
        scope,
    });
    return { code: await code.save(), verifier };
}

const server = createServer();
server.listen(0, "127.0.0.1", async () => {
    const url = `http://127.0.0.1:${server.address().port}`;
    const provider = new Provider(url, {
        clients: [client, plain, special],
        features: {
            clientCredentials: { enabled: true },
            devInteractions: { enabled: false },
            introspection: { enabled: true },
            revocation: { enabled: true },
        },
        rotateRefreshToken: true,
        scopes: ["openid", "offline_access", "read", "write"],
    });
    server.on("request", provider.callback());
    const { code, verifier } = await authorize(provider);
    const { client_id, client_secret, redirect_uris: [redirect_uri] } = client;
    const by_basic = [plain, special].map((client) => [client.client_id, client.client_secret]);
    console.log(JSON.stringify({ url, client_id, client_secret, redirect_uri, code, verifier, by_basic }));
});

process.stdin.resume().on("end", () => process.exit());
