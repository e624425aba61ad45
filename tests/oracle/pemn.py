"""Reads a file of a masked network, from docs/masking-format.md alone, and prints all that it holds: pemn.py FILE. Needs numpy."""
import struct
import sys
import zlib

import numpy as np

TYPES = [("F32", 4), ("F64", 8), ("F16", 2), ("BF16", 2), ("I64", 8), ("I32", 4), ("I16", 2), ("I8", 1), ("U8", 1), ("Bool", 1)]


def crc64(data):
    crc = 0
    for byte in data:
        crc ^= byte << 56
        for _ in range(8):
            crc = crc << 1 ^ (0x142F0E1EBA9EA3693 if crc >> 63 else 0)
    return crc


class Cursor:
    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, count):
        assert self.at + count <= len(self.data), "truncated"
        self.at += count
        return self.data[self.at - count:self.at]

    def get(self, code):
        return struct.unpack("<" + code, self.take(struct.calcsize("<" + code)))[0]

    def head(self):
        return self.take(self.get("H")).decode("utf-8"), self.get("B"), [self.get("I") for _ in range(self.get("B"))]


class RangeDecoder:
    def __init__(self, data):
        self.data, self.at, self.range = data, 8, 2**64 - 1
        self.code = int.from_bytes(data[:8].ljust(8, b"\0"), "big")

    def bit(self, probability):
        bound = self.range * probability >> 32
        if self.code < bound:
            self.range, bit = bound, 1
        else:
            self.code, self.range, bit = self.code - bound, self.range - bound, 0
        if self.range < 2**32:
            self.code = self.code << 32 | int.from_bytes(self.data[self.at:self.at + 4].ljust(4, b"\0"), "big")
            self.range, self.at = self.range << 32, self.at + 4
        return bit


def logistic():
    probabilities, logits, logit, power = [0] * 6145, [], -3072, 2**60
    for i in range(3073):
        whole = (2**60 + power) >> 17
        upper = min(65535, (2**59 + whole // 2) // whole)
        probabilities[3072 + i], probabilities[3072 - i] = upper, max(1, 65536 - upper)
        power = power * 1148426689630428644 >> 60
    for i in range(4096):
        while logit < 3071 and probabilities[logit + 3072] < 16 * i + 8:
            logit += 1
        logits.append(logit)
    return probabilities[:6144], logits


PROBABILITIES, LOGITS = logistic()
RATES = [2**17 // (2 * seen + 3) for seen in range(1024)]


def contexts(data, shape, count, kept):
    width = min(65536, count if len(shape) == 1 else int(np.prod(shape[1:], dtype=object)))
    kernel = int(np.prod(shape[2:], dtype=object))
    period, back, above = (kernel, kernel, shape[-1]) if 1 < kernel <= 64 else (4, 3, 2)
    fraction = min(2**22 - 1024, max(1024, (kept << 22) // count))
    reference, rarer = LOGITS[fraction >> 10], min(kept, count - kept)
    start = next((i - 3072 for i, p in enumerate(PROBABILITIES) if p >= kept * 65536 // count), 3071)
    new = lambda trust, many: [[fraction, min(1000, trust * count // (2 * rarer))] for _ in range(many)]
    columns, neighbours, groups, related = new(6, width), new(16, 64), new(16, 16 * period), new(16, 8 * period)
    weights = [49152, 49152, 24576, 24576, 24576]
    coder, bits = RangeDecoder(data), [0] * count
    for begin in range(0, count, width):
        [row], ones = new(20, 1), 0
        at = lambda up, c: bits[begin - up * width + c] if begin - up * width >= 0 and 0 <= c < width else 0
        for c in range(min(width, count - begin)):
            place = c % period
            ones = 0 if place == 0 else ones
            near = at(0, c - 2) << 5 | at(0, c - 1) << 4 | at(1, c - 1) << 3 | at(1, c) << 2 | at(1, c + 1) << 1 | at(2, c)
            kin = at(0, c - 1) << 2 | at(0, c - above) << 1 | at(0, c - back)
            states = [row, columns[c], neighbours[near], groups[16 * place + min(ones, 15)], related[8 * place + kin]]
            offsets = [LOGITS[state[0] >> 10] - reference for state in states]
            p = PROBABILITIES[3072 + min(3071, max(-3072, start + (sum(w * o for w, o in zip(weights, offsets)) >> 16)))]
            bit = bits[begin + c] = coder.bit(p << 16)
            ones += bit
            for i, state in enumerate(states):
                weights[i] += (offsets[i] * ((bit << 16) - p) + 2**13) >> 14
                state[0] += (((bit << 22) - state[0]) * RATES[state[1]] + 2**15) >> 16
                state[1] = min(1023, state[1] + 1)
    return bits


def mask(coding, data, shape, kept):
    count = int(np.prod(shape, dtype=object))
    if coding == 0:
        return np.unpackbits(np.frombuffer(data, np.uint8), count=count, bitorder="little")
    if kept in (0, count):
        return np.full(count, kept > 0, np.uint8)
    if coding == 1:
        coder = RangeDecoder(data)
        return np.array([coder.bit((kept << 32) // count) for _ in range(count)], np.uint8)
    return np.array(contexts(data, shape, count, kept), np.uint8)


def read(path):
    data = open(path, "rb").read()
    assert data[:8] == b"\x89PEMN\r\n\x1a" and struct.unpack_from("<IQ", data, 8) == (1, len(data)), "no .pemn of version 1"
    assert crc64(data[:-8]) == int.from_bytes(data[-8:], "little"), "damaged"
    file, sections = Cursor(data[20:-8]), []
    for tag in (b"MANI", b"PROT", b"MASK", b"TENS"):
        assert file.take(4) == tag
        length, crc = file.get("Q"), file.get("I")
        sections.append(Cursor(file.take(length)))
        assert zlib.crc32(sections[-1].data) == crc, "damaged"
    manifest, prototype, masks, tensors = sections
    out = {"architecture": manifest.take(manifest.get("I")).decode("utf-8"), "fill": manifest.get("B")}
    out["ratio"], out["arrangement"] = (manifest.get("d"), manifest.get("B")) if out["fill"] == 3 else (1.0, 0)
    out["values"], out["seed"], out["weights"], out["tensors"] = manifest.get("B"), manifest.get("Q"), [], []
    for _ in range(manifest.get("I")):
        name, kind, shape = manifest.head()
        kept, gain = manifest.get("I"), manifest.get("d")
        offset = manifest.get("I") if out["arrangement"] == 2 else 0
        coding, coded = masks.get("B"), masks.take(masks.get("I"))
        out["weights"].append((name, kind, shape, kept, gain, offset, mask(coding, coded, shape, kept)))
    out["prototype"] = prototype.get("B"), prototype.take(len(prototype.data) - 1)
    for _ in range(tensors.get("I")):
        name, kind, shape = tensors.head()
        out["tensors"].append((name, kind, shape, tensors.take(int(np.prod(shape, dtype=object)) * TYPES[kind][1])))
    assert all(section.at == len(section.data) for section in sections) and file.at == len(file.data), "bytes are left"
    return out


if __name__ == "__main__":
    net = read(sys.argv[1])
    print(net["architecture"].encode("utf-8").hex(), net["fill"], struct.pack(">d", net["ratio"]).hex(), net["arrangement"], net["values"], net["seed"])
    print(net["prototype"][0], net["prototype"][1].hex())
    for name, kind, shape, kept, gain, offset, bits in net["weights"]:
        print(name, TYPES[kind][0], shape, kept, struct.pack(">d", gain).hex(), offset, "".join(map(str, bits)))
    for name, kind, shape, data in net["tensors"]:
        print(name, TYPES[kind][0], shape, data.hex())
