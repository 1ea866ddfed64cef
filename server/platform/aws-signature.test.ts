import { describe, expect, it } from "vitest";
import { signAws } from "./aws-signature";

const key = {
  accessKeyId: "AKIDEXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
  region: "us-east-1",
  service: "service",
};

describe("AWS Signature Version 4", () => {
  // From AWS's published test suite: get-vanilla and post-vanilla.
  it.each([
    ["GET", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"],
    ["POST", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"],
  ])("signs the published %s example as AWS does", (method, signature) => {
    const request = { method, url: new URL("https://example.amazonaws.com/"), headers: {}, body: "" };
    const headers = signAws(request, new Date("2015-08-30T12:36:00Z"), key);
    expect(headers).toEqual({
      "x-amz-date": "20150830T123600Z",
      authorization: `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=${signature}`,
    });
  });
});
