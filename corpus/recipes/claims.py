"""Sentences whose figures must agree: one builder for each form of claim in the packs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from corpus.recipes.arithmetic import decimal, percent
from corpus.recipes.phrases import Draw, fill
from corpus.recipes.pieces import Atom, Claim, Clause, Figure

Spec = Mapping[str, Any]
Built = tuple[dict[str, Atom], list[Claim]]
MONEY = frozenset({"元", "万元", "亿元"})


class Claims:
    """Builds claims for one report, in its habits of rounding and printing."""

    def __init__(self, draw: Draw) -> None:
        self.draw = draw
        random = draw.random
        self.cut = draw.chance(0.12)
        self.digits = random.choice([0, 1, 1, 2, 2])
        self.separated = draw.chance(0.3)
        every = [(spec, self._repeatable(spec)) for spec in draw.pack["claim"]]
        self.specs: dict[str | None, list[tuple[Spec, bool]]] = {
            None: [one for one in every if one[0]["rule"] not in {"implausible", "repeat"}]
        }
        for one in every:
            self.specs.setdefault(one[0]["rule"], []).append(one)
        self.repeats: list[tuple[list[Atom], Claim]] = []
        """Sentences that say a figure again, to be placed further down."""

    def some(self, rule: str | None = None) -> tuple[list[Atom], list[Claim]]:
        """A sentence with its claims; ``rule`` narrows the choice."""
        fresh = [spec for spec, again in self.specs[rule] if again or spec["text"] not in self.draw.used]
        spec = self.draw.random.choice(fresh)
        self.draw.used.add(spec["text"])
        return self.sentence(spec)

    def sentence(self, spec: Spec) -> tuple[list[Atom], list[Claim]]:
        built, claims = getattr(self, "_" + spec["rule"].replace("-", "_"))(spec)
        values = self._values(spec["text"]) | built
        if spec["rule"] == "repeat":
            x = self._money_like(built["x"])
            self.repeats.append(
                (fill(spec["again"], self.draw.random, values | {"x": x}), Claim("claim/repeat", "same", x, [claims[0].stated]))
            )
            return fill(spec["text"], self.draw.random, values), []
        return fill(spec["text"], self.draw.random, values), claims

    @staticmethod
    def _repeatable(spec: Spec) -> bool:
        return any(name in spec["text"] for name in ("{object}", "{people}", "{thing}", "{place}"))

    def _values(self, text: str) -> dict[str, Atom]:
        draw = self.draw
        values = draw.values()
        for name, names in (("object", draw.objects), ("object2", draw.objects), ("people", draw.people), ("thing", draw.things)):
            if f"{{{name}}}" in text:
                values[name] = draw.fresh(names)
        if "{place}" in text:
            values["place"] = draw.place() + draw.random.choice(["镇", "乡"])
        return values

    def _money_like(self, figure: Atom) -> Figure:
        assert isinstance(figure, Figure)
        return Figure(figure.value, figure.unit, figure.kind, separated=figure.separated)

    def amount(self, value: Fraction, unit: str, decimals: int | None = None) -> Figure:
        """A figure of ``value`` in ``unit``, with the decimals that such figures have."""
        if unit in MONEY:
            places = self.draw.random.choice([0, 0, 1, 2, 2]) if decimals is None else decimals
            return Figure(decimal(value, places), unit, "money", separated=self.separated)
        return Figure(decimal(value, 0), unit, "count", separated=self.separated)

    def _range(self, spec: Spec) -> tuple[float, float]:
        low, high = spec.get("range", (60, 9000))
        return float(low), float(high)

    def whole(self, spec: Spec, decimals: int | None = None) -> Figure:
        low, high = self._range(spec)
        value = Fraction(round(low * (high / low) ** self.draw.random.random() * 100), 100)
        return self.amount(value, spec["unit"], decimals)

    def percentage(self, value: Fraction) -> Figure:
        places = self.digits if self.draw.chance(0.7) else self.draw.random.choice([1, 2])
        figure = percent(value, places, cut=self.cut)
        if figure.value in (0, 100) and value != figure.value:
            figure = percent(value, 2, cut=self.cut)
        if figure.value == figure.value.to_integral_value() and self.draw.chance(0.8):
            figure.value = figure.value.to_integral_value()
            if Fraction(figure.value) != value:
                figure.value = figure.value.quantize(Decimal(1).scaleb(-places))
        return figure

    def _ratio(self, spec: Spec) -> Built:
        whole = self.whole(spec)
        low, high = spec.get("share", (0.4, 0.99))
        share = Fraction(round(self.draw.random.uniform(low, high) * 10000), 10000)
        part = self.amount(max(Fraction(1), Fraction(whole.value) * share), spec["unit"], whole.decimals)
        quotient = Fraction(part.value) / Fraction(whole.value)
        if spec.get("form") == "times":
            p = Figure(decimal(quotient, self.draw.random.choice([1, 2]), cut=self.cut), "倍", "multiple")
            return {"whole": whole, "part": part, "p": p}, [Claim("claim/ratio", "times", p, [part, whole])]
        p = self.percentage(quotient * 100)
        return {"whole": whole, "part": part, "p": p}, [Claim("claim/ratio", "ratio", p, [part, whole])]

    def _growth(self, spec: Spec) -> Built:
        base = self.whole(spec)
        sign = -1 if spec.get("direction") == "down" else 1
        rate = Fraction(round(self.draw.random.uniform(0.02, 0.6) * 10000), 10000)
        now = self.amount(Fraction(base.value) * (1 + sign * rate), spec["unit"], base.decimals)
        if now.value == base.value:
            now.value += sign
        p = self.percentage(abs(Fraction(now.value) - Fraction(base.value)) / Fraction(base.value) * 100)
        claims = [Claim("claim/growth", "growth" if sign > 0 else "fall", p, [now, base])]
        values: dict[str, Atom] = {"base": base, "now": now, "p": p}
        if "{change}" in spec["text"]:
            change = Figure(abs(now.value - base.value), now.unit, now.kind, separated=self.separated)
            values["change"] = change
            claims.append(Claim("claim/difference", "more" if sign > 0 else "less", change, [now, base]))
        return values, claims

    def _difference(self, spec: Spec) -> Built:
        if spec.get("form") == "points":
            base = Figure(decimal(Fraction(self.draw.random.randint(600, 900), 10), 1), "%", "percent")
            now = Figure(base.value + Decimal(self.draw.random.randint(3, 95)) / 10, "%", "percent")
            change = Figure(now.value - base.value, "个百分点", "points")
            return {"base": base, "now": now, "change": change}, [Claim("claim/difference", "more", change, [now, base])]
        built, claims = self._growth({**spec, "text": "{change}"})
        return built, claims[1:]

    def _product(self, spec: Spec) -> Built:
        random = self.draw.random
        n = Figure(Decimal(random.randint(6, 480)), spec["unit"], "count")
        price = Figure(Decimal(random.randint(2, 40) * 100), "元", "money", separated=self.separated)
        factor = 12 if spec.get("months") else 1
        total = Figure((n.value * price.value * factor / 10000).quantize(Decimal("0.01")), "万元", "money")
        if total.value == total.value.to_integral_value():
            total.value = total.value.to_integral_value()
        return {"n": n, "price": price, "total": total}, [Claim("claim/product", "product", total, [n, price], factor=factor)]

    def _parts(self, spec: Spec) -> tuple[Figure, dict[str, Figure]]:
        letters = [letter for letter in "abcd" if f"{{{letter}}}" in spec["text"]]
        first = self.whole(spec)
        places = first.decimals
        shares = [self.draw.random.uniform(0.4, 1.6) for _ in letters]
        parts: dict[str, Figure] = {}
        for letter, share in zip(letters, shares, strict=True):
            value = Fraction(first.value) * Fraction(round(share * 1000), 1000 * len(letters))
            parts[letter] = self.amount(max(Fraction(1), value), spec["unit"], places)
        whole = Figure(sum((part.value for part in parts.values()), Decimal(0)), first.unit, first.kind, separated=self.separated)
        if first.kind == "money" and places == 2 and len(letters) > 2 and self.draw.chance(0.3):
            # honest rounding: the parts were rounded each for itself
            whole.value += self.draw.random.choice([Decimal("0.01"), Decimal("-0.01")])
        return whole, parts

    def _breakdown(self, spec: Spec) -> Built:
        whole, parts = self._parts(spec)
        return {"whole": whole, **parts}, [Claim("claim/breakdown", "sum", whole, list(parts.values()))]

    def _sum(self, spec: Spec) -> Built:
        whole, parts = self._parts(spec)
        return {"whole": whole, **parts}, [Claim("claim/sum", "sum", whole, list(parts.values()))]

    def _conversion(self, spec: Spec) -> Built:
        if spec["form"] == "year":
            month = Figure(Decimal(self.draw.random.randint(12, 190) * 10), "元", "money")
            year = Figure(month.value * 12, "元", "money")
            return {"month": month, "year": year}, [Claim("claim/conversion", "same", year, [month], factor=12)]
        small = Figure(Decimal(self.draw.random.randint(10001, 99999)), "万元", "money", separated=self.separated)
        big = Figure(decimal(Fraction(small.value) / 10000, 2, cut=self.cut), "亿元", "money")
        return {"small": small, "big": big}, [Claim("claim/conversion", "same", big, [small])]

    def _average(self, spec: Spec) -> Built:
        random = self.draw.random
        if spec.get("form") == "heads":
            n = Figure(Decimal(random.randint(3, 24)), spec["unit"], "count")
            each = Figure(Decimal(random.randint(20, 160)), "人", "count")
            total = Figure(n.value * each.value, random.choice(["人次", "人"]), "count")
            return {"n": n, "total": total, "each": each}, [Claim("claim/average", "average", each, [total, n])]
        n = Figure(Decimal(random.randint(40, 2400)), spec["unit"], "count", separated=self.separated)
        total = Figure(decimal(Fraction(int(n.value) * random.randint(300, 6000), 10000), 2), "万元", "money")
        each = Figure(
            decimal(Fraction(total.value) * 10000 / int(n.value), random.choice([0, 0, 2])), "元", "money", separated=self.separated
        )
        return {"n": n, "total": total, "each": each}, [Claim("claim/average", "average", each, [total, n])]

    def _bound(self, spec: Spec) -> Built:
        random = self.draw.random
        if spec["direction"] == "min":
            limit = Figure(Decimal(random.choice([80, 85, 90, 95])), "%", "percent")
            p = Figure(limit.value + Decimal(random.randint(8, 48)) / 10, "%", "percent")
            return {"p": p, "limit": limit}, [Claim("claim/bound", "at-least", p, [limit])]
        p = Figure(Decimal(random.randint(2, 45)) / 10, "%", "percent")
        limit = Figure(Decimal(int(p.value) + random.choice([1, 2, 3])), "%", "percent")
        return {"p": p, "limit": limit}, [Claim("claim/bound", "at-most", p, [limit])]

    def _count(self, spec: Spec) -> Built:
        random, draw = self.draw.random, self.draw
        number = random.randint(3, 6)
        if spec.get("form") == "ones":
            starts = ("一是", "二是", "三是", "四是", "五是", "六是")
            phrases = random.sample(draw.pack["sentences"]["ones"], min(number, len(draw.pack["sentences"]["ones"])))
            items = [start + "".join(map(str, fill(one, random, draw.values()))) for start, one in zip(starts, phrases, strict=False)]
            names, mark, key = items, "；", "ones"
        else:
            kind = draw.words("stations") if re.search(r"服务|点位", spec["text"]) else "村" if "村" in spec["text"] else "镇"
            names, mark, key = [name + kind for name in random.sample(draw.pack["words"]["proper"], number)], "、", "list"
        atoms: list[Atom] = [piece for name in names for piece in (mark, name)]
        clause = Clause(atoms[1:])
        unit = re.search(r"\{n\}(.)", spec["text"])
        assert unit is not None
        n = Figure(Decimal(len(names)), "", "count", means=unit[1])
        if draw.chance(0.4):
            n.spelled = "零一二三四五六"[len(names)]
        claim = Claim("claim/count", "count", n, [], names=clause)
        return {"n": n, key: clause}, [claim]

    def _weights(self, spec: Spec) -> Built:
        first = self.draw.random.choice([30, 40, 50])
        second = self.draw.random.choice([20, 30, 40])
        weights = [Figure(Decimal(value), "%", "weight") for value in (first, second, 100 - first - second)]
        return dict(zip("abc", weights, strict=True)), [Claim("claim/weights", "weights", weights[2], weights[:2])]

    def _repeat(self, spec: Spec) -> Built:
        x = self.whole(spec, 2)
        return {"x": x}, [Claim("claim/repeat", "same", x, [x])]

    def _part_exceeds_whole(self, spec: Spec) -> Built:
        whole = self.whole({"range": (200, 3000), **spec})
        part = self.amount(Fraction(whole.value) * Fraction(self.draw.random.randint(10, 60), 100), spec["unit"])
        return {"whole": whole, "part": part}, [Claim("claim/part-exceeds-whole", "at-most", part, [whole])]

    def _implausible(self, spec: Spec) -> Built:
        households = self.draw.random.randint(90, 900)
        people = Figure(Decimal(households * self.draw.random.randint(185, 225) // 100), "人", "count")
        first = Figure(Decimal(households), "户", "count")
        return {"n1": first, "n2": people, "household": "农村"}, [Claim("claim/implausible", "plausible", people, [first])]
