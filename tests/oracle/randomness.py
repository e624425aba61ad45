"""Stored bits of OptGen.Randomness: Philox4x32-10 and the numbers made of it, from their definitions, in Python alone.

Python's floats are IEEE 754 doubles and its + - * / and math.sqrt round once, so every line below has one result; single precision is had by
rounding through struct. A product or sum of two singles, and a quotient or root, rounded to double and then to single is the single nearest to it, since
a double has more than twice the digits. Prints the lines of tests/OptGen.Tests/Randomness/StoredBits.cs.
"""
import math
import struct

M0, M1, W0, W1, MASK = 0xD2511F53, 0xCD9E8D57, 0x9E3779B9, 0xBB67AE85, 0xFFFFFFFF


def philox(counter, key):
    c, k = list(counter), list(key)
    for _ in range(10):
        p0, p1 = M0 * c[0], M1 * c[2]
        c = [(p1 >> 32) ^ c[1] ^ k[0], p1 & MASK, (p0 >> 32) ^ c[3] ^ k[1], p0 & MASK]
        k = [(k[0] + W0) & MASK, (k[1] + W1) & MASK]
    return c


def word(seed, stream, i):
    block = i >> 2
    return philox((block & MASK, block >> 32, stream & MASK, stream >> 32), (seed & MASK, seed >> 32))[i & 3]


def pair(seed, stream, i):
    return word(seed, stream, 2 * i) | word(seed, stream, 2 * i + 1) << 32


def below(seed, stream, i, bound):
    return pair(seed, stream, i) * bound >> 64


def permutation(seed, stream, n):
    order = list(range(n))
    for i in range(n - 1, 0, -1):
        j = below(seed, stream, i, i + 1)
        order[i], order[j] = order[j], order[i]
    return order


# AS 241, PPND16 (Wichura 1988), lowest power first.
CENTRAL = ([3.3871328727963666080e0, 1.3314166789178437745e+2, 1.9715909503065514427e+3, 1.3731693765509461125e+4, 4.5921953931549871457e+4,
            6.7265770927008700853e+4, 3.3430575583588128105e+4, 2.5090809287301226727e+3],
           [1.0, 4.2313330701600911252e+1, 6.8718700749205790830e+2, 5.3941960214247511077e+3, 2.1213794301586595867e+4,
            3.9307895800092710610e+4, 2.8729085735721942674e+4, 5.2264952788528545610e+3])
TAIL = ([1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0, 3.64784832476320460504e0, 1.27045825245236838258e0,
         2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4],
        [1.0, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1, 1.48103976427480074590e-1,
         1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9])
FAR = ([6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0, 2.96560571828504891230e-1, 2.65321895265761230930e-2,
        1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7],
       [1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2, 7.86869131145613259100e-4,
        1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15])


def ratio(table, r):
    parts = []
    for coefficients in table:
        value = coefficients[-1]
        for c in reversed(coefficients[:-1]):
            value = value * r + c
        parts.append(value)
    return parts[0] / parts[1]


def log(x):
    m, e = math.frexp(x)  # m in [1/2, 1)
    m, e = m * 2, e - 1
    if m > 1.4142135623730951:
        m, e = m * 0.5, e + 1
    s = (m - 1) / (m + 1)
    q = s * s
    series = 0.0
    for odd in range(21, 1, -2):
        series = (series + 1.0 / odd) * q
    return e * 0.69314718055994530942 + 2 * s * (series + 1)


def normal(w):
    q = (w + 0.5) * 2.0 ** -32 - 0.5
    if abs(q) <= 0.425:
        return q * ratio(CENTRAL, 0.180625 - q * q)
    r = math.sqrt(-log(0.5 - abs(q)))
    value = ratio(TAIL, r - 1.6) if r <= 5 else ratio(FAR, r - 5)
    return -value if q < 0 else value


def single(x):
    return struct.unpack("<I", struct.pack("<f", x))[0]


def double(x):
    return struct.unpack("<Q", struct.pack("<d", x))[0]


def f(x):
    return struct.unpack("<f", struct.pack("<f", x))[0]


def polynomial(x, coefficients):
    value = f(coefficients[0])
    for c in coefficients[1:]:
        value = f(f(value * x) + f(c))
    return value


def fast_pair(radius, angle):
    """Box and Muller in single precision: the cosine's and the sine's number."""
    u = f(f((radius >> 9) + 0.5) * f(2.0 ** -23))
    bits = struct.unpack("<i", struct.pack("<f", u))[0]
    exponent = (bits - 0x3F3504F3) >> 23
    m = struct.unpack("<f", struct.pack("<i", bits - (exponent << 23)))[0]
    s = f(f(m - 1) / f(m + 1))
    series = polynomial(f(s * s), [1 / 9, 1 / 7, 1 / 5, 1 / 3, 1])
    log_u = f(f(exponent * f(0.69314718)) + f(f(2 * s) * series))
    r = f(math.sqrt(f(-2 * log_u)))
    quarters = ((angle + 0x20000000) & MASK) >> 30
    rest = (angle - (quarters << 30)) & MASK
    rest -= (rest >> 31) << 32
    x = f(f(rest) * f(1.4629180792671596e-9))
    q = f(x * x)
    sine = f(polynomial(q, [1 / 362880, -1 / 5040, 1 / 120, -1 / 6, 1]) * x)
    cosine = polynomial(q, [1 / 40320, -1 / 720, 1 / 24, -0.5, 1])
    c, s = ((cosine, sine), (-sine, cosine), (-cosine, -sine), (sine, -cosine))[quarters]
    return f(r * c), f(r * s)


def fast_normal(seed, stream, i):
    group, place = divmod(i, 32)
    block = 8 * group + place % 16 // 2
    first = 4 * block + place % 2 * 2
    return fast_pair(word(seed, stream, first), word(seed, stream, first + 1))[place // 16]


def main():
    def line(name, kind, values, width):
        values = list(values)
        rows = [", ".join(f"0x{v:0{width}X}" for v in values[i:i + 8]) for i in range(0, len(values), 8)]
        print(f"    public static readonly {kind}[] {name} =\n    [\n        " + ",\n        ".join(rows) + "\n    ];\n")

    seed, stream = 0x0123456789ABCDEF, 7
    line("Words", "uint", (word(seed, stream, i) for i in range(16)), 8)
    line("Uniforms", "uint", (single((word(seed, stream, i) >> 8) * 2.0 ** -24) for i in range(16)), 8)
    line("DoubleUniforms", "ulong", (double((pair(seed, stream, i) >> 11) * 2.0 ** -53) for i in range(8)), 16)
    line("Normals", "uint", (single(normal(word(seed, stream, i))) for i in range(64)), 8)
    line("FastNormals", "uint", (single(fast_normal(seed, stream, i)) for i in range(128)), 8)
    extremes = [0, 1, 2, 59, 60, 0x133331F, 0x13333333, 0x13333334, 0x7FFFFFFF, 0x80000000, 0xECCCCCCC, 0xFFFFFFFE, 0xFFFFFFFF]
    line("ExtremeWords", "uint", extremes, 8)
    line("ExtremeNormals", "ulong", (double(normal(w)) for w in extremes), 16)
    line("Permutation", "int", permutation(seed, stream, 24), 1)
    worst = 0.0
    from statistics import NormalDist
    for i in range(200000):
        w = word(1, 0, i)
        z = NormalDist().inv_cdf((w + 0.5) * 2.0 ** -32)
        worst = max(worst, abs(normal(w) - z) / max(abs(z), 1e-300))
    print(f"// greatest relative difference from Python's NormalDist on 200,000 words: {worst:.2e}")


if __name__ == "__main__":
    main()
