// AWS Signature Version 4 for S3, as far as single requests with headers go (docs.aws.amazon.com: "Authenticating
// Requests: Using the Authorization Header"). No chunked uploads, no session tokens, no query signatures.
import { createHash, createHmac } from "node:crypto";

export interface S3Key {
  accessKeyId: string;
  secretKey: string;
  region: string;
}

const hmac = (key: string | Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();
const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** The headers that sign a request with `contentSha256` as its body's hash; `at` is the moment of sending. */
export function signedHeaders(
  key: S3Key,
  method: string,
  { host, pathname }: URL,
  contentSha256: string,
  at: Date,
  more: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const time = at.toISOString().replace(/[-:]|\.\d{3}/g, "");
  const day = time.slice(0, 8);
  const signed: Record<string, string> = { ...more, host, "x-amz-content-sha256": contentSha256, "x-amz-date": time };
  const names = Object.keys(signed).sort();
  const canonical = [
    method,
    pathname,
    "",
    ...names.map((name) => `${name}:${signed[name]}`),
    "",
    names.join(";"),
    contentSha256,
  ].join("\n");
  const scope = `${day}/${key.region}/s3/aws4_request`;
  const toSign = ["AWS4-HMAC-SHA256", time, scope, sha256(canonical)].join("\n");
  const signing = [day, key.region, "s3", "aws4_request"].reduce<string | Buffer>(hmac, `AWS4${key.secretKey}`);
  const signature = hmac(signing, toSign).toString("hex");
  const authorization = `AWS4-HMAC-SHA256 Credential=${key.accessKeyId}/${scope}, SignedHeaders=${names.join(";")}, Signature=${signature}`;
  return { ...signed, authorization };
}
