#!/usr/bin/env python3
"""Recomputes the ledger's test vectors with nothing but the standard library, from docs/ledger.md alone.

    python3 test/vectors/verify.py [test/vectors/ledger]

Prints what held. Ends with 1 and says what differed when something did. No code is shared with the project's own.
"""
import base64
import hashlib
import json
import os
import re
import sys


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def unurl(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Bad(Exception):
    """What a verification found: the sequence of the bad entry, or None where it is not about an entry."""

    def __init__(self, what, sequence=None):
        super().__init__(what)
        self.sequence = sequence


def hold(condition, what, sequence=None):
    if not condition:
        raise Bad(what, sequence)


# --- Ed25519, RFC 8032 section 5.1 -------------------------------------------------------------------------------

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def add(one, two):
    (x1, y1, z1, t1), (x2, y2, z2, t2) = one, two
    a = (y1 - x1) * (y2 - x2) % P
    b = (y1 + x1) * (y2 + x2) % P
    c = 2 * t1 * t2 * D % P
    d = 2 * z1 * z2 % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(scalar, point):
    result = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            result = add(result, point)
        point = add(point, point)
        scalar >>= 1
    return result


def same(one, two):
    return (one[0] * two[2] - two[0] * one[2]) % P == 0 and (one[1] * two[2] - two[1] * one[2]) % P == 0


def point(data):
    number = int.from_bytes(data, "little")
    sign, y = number >> 255, number & ((1 << 255) - 1)
    if y >= P:
        return None
    xx = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(xx, (P + 3) // 8, P)
    if (x * x - xx) % P:
        x = x * ROOT % P
    if (x * x - xx) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return (x, y, 1, x * y % P)


BASE = point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def signed(key, message, signature):
    if len(signature) != 64:
        return False
    public, commitment = point(key), point(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if public is None or commitment is None or scalar >= ORDER:
        return False
    digest = hashlib.sha512(signature[:32] + key + message).digest()
    challenge = int.from_bytes(digest, "little") % ORDER
    return same(times(scalar, BASE), add(commitment, times(challenge, public)))


SPKI = bytes.fromhex("302a300506032b6570032100")


def key_of(der):
    hold(der[:12] == SPKI and len(der) == 44, "not an Ed25519 public key")
    return der[12:]


def pem(text):
    return key_of(base64.b64decode("".join(text.split("\n")[1:-2])))


# --- The format --------------------------------------------------------------------------------------------------


def entry_hash(subject, body):
    parts = ["leian.ledger.entry.1", subject, body]
    return url(sha(*[f"{len(p.encode())}:{p}".encode() for p in parts]))


def record_digest(record):
    packed = base64.b64decode(record.get("packed", ""))
    return url(sha(base64.b64decode(record["salt"]), record["body"].encode(), b"\0", packed))


def leaf(subject, sequence, hashed):
    return sha(b"\0", subject.encode(), sequence.to_bytes(8, "big"), unurl(hashed))


def split(size):
    power = 1
    while power * 2 < size:
        power *= 2
    return power


def root_of(leaves):
    """RFC 6962 section 2.1."""
    if not leaves:
        return sha()
    if len(leaves) == 1:
        return leaves[0]
    half = split(len(leaves))
    return sha(b"\1", root_of(leaves[:half]), root_of(leaves[half:]))


def root_by(hashed, index, size, path):
    """The root to which a path leads: the definition of PATH in RFC 6962 section 2.1.1, read backwards."""
    if size == 1:
        hold(not path, "path too long")
        return hashed
    hold(path, "path too short")
    half = split(size)
    if index < half:
        return sha(b"\1", root_by(hashed, index, half, path[:-1]), path[-1])
    return sha(b"\1", path[-1], root_by(hashed, index - half, size - half, path[:-1]))


def roots_by(old, older, size, path, whole=True):
    """Older and newer root to which a consistency path leads: PROOF and SUBPROOF of section 2.1.2, read backwards."""
    if older == size:
        if whole:
            hold(not path, "path too long")
            return old, old
        hold(len(path) == 1, "path of another length")
        return path[0], path[0]
    hold(path, "path too short")
    half = split(size)
    if older <= half:
        before, after = roots_by(old, older, half, path[:-1], whole)
        return before, sha(b"\1", after, path[-1])
    before, after = roots_by(old, older - half, size - half, path[:-1], False)
    return sha(b"\1", path[-1], before), sha(b"\1", path[-1], after)


def read_note(note, key):
    text, _, lines = note.partition("\n\n")
    text += "\n"
    origin, size, root, time = text.split("\n")[:4]
    mark = sha(origin.encode(), b"\n\1", key)[:4]
    for line in lines.split("\n"):
        found = re.fullmatch(r"— (\S+) (\S+)", line)
        data = base64.b64decode(found[2]) if found else b""
        if found and found[1] == origin and data[:4] == mark and signed(key, text.encode(), data[4:]):
            return {"origin": origin, "size": int(size), "root": base64.b64decode(root), "time": time}
    raise Bad("the head is not signed by the key")


def read_statement(given, key):
    warrant, said = json.loads(given["warrant"]), json.loads(given["statement"])
    text = b"leian.ledger.warrant.1\n" + given["warrant"].encode()
    hold(signed(key, text, base64.b64decode(given["warrantSignature"])), "the warrant is not signed by the key")
    hold(warrant["province"] == said["province"], "a warrant of another province")
    hold(warrant["from"] <= said["time"] <= warrant["to"], "the warrant did not hold then")
    deputy = key_of(base64.b64decode(warrant["key"]))
    text = b"leian.ledger.tail.1\n" + given["statement"].encode()
    hold(signed(deputy, text, base64.b64decode(given["signature"])), "the statement is not signed by its deputy")
    return said


def check_chain(subject, entries):
    """Hashes of all entries, and digest and sequence of each version of each record that they name."""
    previous, hashes, versions = url(bytes(32)), [], {}
    for at, entry in enumerate(entries, 1):
        if entry["opaque"]:
            hold(entry["sequence"] == at and entry["previous"] == previous, "chain", at)
        else:
            body = json.loads(entry["body"])
            hold(entry_hash(subject, entry["body"]) == entry["hash"], "hash", at)
            hold(body["sequence"] == at and body["previous"] == previous, "chain", at)
            for kind, name, version, after, *before in body["changes"]:
                versions[kind, name, version] = (after, at)
                if before:
                    known = versions.setdefault((kind, name, version - 1), (before[0], at))
                    hold(known[0] == before[0], "digest before", at)
        previous = entry["hash"]
        hashes.append(previous)
    return hashes, versions


def check_records(records, named):
    seen = set()
    for record in records:
        place = (record["kind"], record["id"], record["version"])
        hold(place in named and place not in seen, f"unknown record {place}")
        hold(record_digest(record) == named[place][0], f"record {place}", named[place][1])
        seen.add(place)
    for place in named:
        hold(place in seen, f"missing record {place}", named[place][1])


def check_export(read, key, trusted):
    part = {name: json.loads(read(name)) for name in
            ("manifest.json", "ledger.json", "file.json", "history.json", "statement.json", "proofs.json")}
    manifest, proofs = part["manifest.json"], part["proofs.json"]
    subject, entries = manifest["subject"], part["ledger.json"]["entries"]
    hold(all(part[name]["subject"] == subject for name in part if name != "statement.json"), "another subject")
    head = read_note(read("head"), key)
    hold(head["origin"] == "leian/" + manifest["province"] == trusted["origin"], "another province")
    hold(proofs["treeSize"] == head["size"] >= trusted["size"], "another tree")
    if head["size"] > trusted["size"]:
        consistency = proofs["consistency"]
        hold(consistency["from"] == trusted["size"], "consistency with another size")
        path = [unurl(one) for one in consistency["path"]]
        roots = roots_by(trusted["root"], trusted["size"], head["size"], path)
        hold(roots == (trusted["root"], head["root"]), "not grown out of the trusted head")
    said = read_statement(part["statement.json"], key)
    hold((said["province"], said["subject"]) == (manifest["province"], subject), "a statement about something else")
    hold(said["treeSize"] == head["size"], "a statement of another moment")
    hashes, versions = check_chain(subject, entries)
    for at, (proof, hashed) in enumerate(zip(proofs["entries"], hashes), 1):
        hold(proof["sequence"] == at and proof["index"] < head["size"], "proof", at)
        path = [unurl(one) for one in proof["path"]]
        try:
            found = root_by(leaf(subject, at, hashed), proof["index"], head["size"], path)
        except Bad as bad:
            raise Bad(str(bad), at) from bad
        hold(found == head["root"], "not in the tree", at)
    last = {}
    for kind, name, version in versions:
        last[kind, name] = max(version, last.get((kind, name), 0))
    current = {place: named for place, named in versions.items() if last[place[:2]] == place[2]}
    check_records(part["file.json"]["records"], current)
    check_records(part["history.json"]["versions"], {p: n for p, n in versions.items() if p not in current})
    hold((said["sequence"], said["entryHash"]) == (len(entries), hashes[-1]), "the file ends elsewhere", len(entries))
    return {"entries": len(entries), "sealed": len(proofs["entries"]), "records": len(current)}


# --- The vectors -------------------------------------------------------------------------------------------------


def main(folder):
    def text(name):
        with open(os.path.join(folder, name), encoding="utf-8", newline="") as file:
            return file.read()

    def load(name):
        return json.loads(text(name))

    entries = load("entries.json")
    for entry in entries:
        hold(entry_hash(entry["subject"], entry["body"]) == entry["hash"], "entry")
    check_chain(entries[0]["subject"], [{"opaque": False, **entry} for entry in entries])
    print(f"{len(entries)} entries")

    records = load("records.json")
    for record in records:
        hold(record_digest(record) == record["digest"], f"record {record['name']}")
    print(f"{len(records)} records")

    tree = load("tree.json")
    leaves = [leaf(one["subject"], one["sequence"], one["entryHash"]) for one in tree["leaves"]]
    hold([url(one) for one in leaves] == [one["leaf"] for one in tree["leaves"]], "leaf")
    roots = [root_of(leaves[:size]) for size in range(len(leaves) + 1)]
    hold([url(one) for one in roots] == tree["roots"], "root")
    for one in tree["inclusion"]:
        path = [unurl(step) for step in one["path"]]
        hold(root_by(leaves[one["index"]], one["index"], one["size"], path) == roots[one["size"]], "inclusion")
    for one in tree["consistency"]:
        path = [unurl(step) for step in one["path"]]
        found = roots_by(roots[one["from"]], one["from"], one["size"], path)
        hold(found == (roots[one["from"]], roots[one["size"]]), "consistency")
    print(f"{len(roots)} roots, {len(tree['inclusion'])} inclusion and {len(tree['consistency'])} consistency paths")

    sign = load("signed.json")
    key = pem(sign["key"])
    head = read_note(sign["note"], key)
    hold({**head, "root": base64.b64encode(head["root"]).decode()} == sign["head"], "head")
    hold(read_statement(sign["statement"], key) == sign["said"], "statement")
    print("1 head, 1 statement")

    expected, key = load("expected.json"), pem(text("key.pem"))
    trusted = read_note(text("trusted-head"), key)

    def part(name):
        return text(os.path.join("export", name))

    found = check_export(part, key, trusted)
    hold(all(expected[name] == value for name, value in found.items()), f"export: {found}")
    for bent in expected["bent"]:
        hold(bent["replace"] in part(bent["file"]), f"nothing to bend: {bent['what']}")

        def read(name, bent=bent):
            return part(name).replace(bent["replace"], bent["by"], 1) if name == bent["file"] else part(name)

        try:
            check_export(read, key, trusted)
        except Bad as bad:
            hold(bad.sequence == bent.get("sequence"), f"{bent['what']}: entry {bad.sequence}, {bad}")
        else:
            raise Bad(f"{bent['what']}: not found")
    print(f"1 export, {len(expected['bent'])} bent ones found")


if __name__ == "__main__":
    here = os.path.join(os.path.dirname(os.path.abspath(__file__)), "ledger")
    try:
        main(sys.argv[1] if len(sys.argv) > 1 else here)
    except Bad as error:
        print(f"DIFFERS: {error}")
        sys.exit(1)
