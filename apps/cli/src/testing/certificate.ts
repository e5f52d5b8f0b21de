// A self-signed certificate for the tests alone: its private key is public.
function pem(label: string, body: string): string {
  return `-----BEGIN ${label}-----\n${body.replace(/.{64}/g, "$&\n").trimEnd()}\n-----END ${label}-----\n`;
}

export const testKey = pem(
  "PRIVATE KEY",
  "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgMsx1tyPw06vNY/yILggkdcGDr+Yhds4Vy2/Udh7QDQuhRANCAARE" +
    "GQ1b3cJaPPHhwZuplMbLS0MiyPz+/lgRpwXFfepgND908tk4sQj9Jh0R5rLwtDF3sXuOVzAHqRDUjLidehgc",
);
export const testCertificate = pem(
  "CERTIFICATE",
  "MIIBmzCCAUGgAwIBAgIUVhOLPXW9nS7G0RmrqXC1vIIGdKMwCgYIKoZIzj0EAwIwFzEVMBMGA1UEAwwMcmVtcGFydCB0ZXN0MCAX" +
    "DTI2MTEyNDE3NDMyN1oYDzIxMjYxMDMxMTc0MzI3WjAXMRUwEwYDVQQDDAxyZW1wYXJ0IHRlc3QwWTATBgcqhkjOPQIBBggqhkjO" +
    "PQMBBwNCAAREGQ1b3cJaPPHhwZuplMbLS0MiyPz+/lgRpwXFfepgND908tk4sQj9Jh0R5rLwtDF3sXuOVzAHqRDUjLidehgco2kw" +
    "ZzAdBgNVHQ4EFgQUA/Fubz5rTmXLOV/5c14zGlhQ8bwwHwYDVR0jBBgwFoAUA/Fubz5rTmXLOV/5c14zGlhQ8bwwDwYDVR0TAQH/" +
    "BAUwAwEB/zAUBgNVHREEDTALgglsb2NhbGhvc3QwCgYIKoZIzj0EAwIDSAAwRQIgMyi63O2lpzbZF2Ecl2MKiZKNJv2U15bk2BXI" +
    "g0KelQ4CIQC7O+mDnVY+rx/eSfY75pZ6hlLskV1a/p3f2zdMiWVRTw==",
);
