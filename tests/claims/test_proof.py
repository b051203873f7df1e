"""What must be proved before a claim accuses: sentences that hold, with figures near them that a hasty reader would take, and the same proved and wrong."""

from __future__ import annotations

import pytest

from tests.claims.scoring import accusations, examine

RIGHT = {
    "in-turn": "城市低保标准由每人每月600元提高到650元，农村低保标准由每人每月380元提高到410元，分别提高50元和30元。",
    "sum-of-its-own-piece": "在册特困人员3520人，其中集中供养820人、分散供养2700人；孤儿42人，困境儿童131人，两类儿童共173人。",
    "rate-of-another-whole": "全年资助金额8.62亿元（含社会资助），其中财政资金支出8.31亿元。财政资金执行率为94.6%。",
    "rate-of-last-year": "资金预算8.62亿元，资金支出8.31亿元，执行率96.4%，上年执行率为94.2%。",
    "average-is-no-part": "6座水厂全年供水8760万吨，日均供水24万吨，平均运行负荷率80.0%。",
    "average-is-no-price": "全市参保居民52300人，按实际缴费人数计算，人均缴费410元；按发放总额计算，全年支出养老金1.27亿元。",
    "lone-character": "三标段二次复验后通过，一次通过比例83.3%。",
    "one-of-a-list": "辖区共有服务中心9家、服务站31家。组建服务团队124个。平均每家服务机构3.1个团队。",
    "rest-tells-the-whole": "到位资金5601.75万元。财政资金支出5443.2万元，预算执行率96%，尚有226.8万元未支付。",
    "taken-for-a-level": "医疗救助支出比上年的1868.00万元多支出117.6万元，增长6.3%。",
    "count-of-another-price": "危房改造112户，每户补助1.2万元，补助134.4万元；另有新建户，每户补助3万元，补助174万元。",
    "share-told-before": "通过就业脱困1260户，占四成；通过低保衔接1071户，占34%；其余819户为其他原因。",
    "part-as-large-as-the-whole": "26个项目中，按期开工26个，按期完工23个，另有3个跨年度。",
}
WRONG = {
    "claim/ratio": "全年预算资金960万元，支出资金912万元，执行率91.3%。",
    "claim/growth": "全年办理案件1260件，比上年的1050件增加210件，增长16.7%。",
    "claim/difference": "低保标准由每人每月380元提高到410元，提高40元。",
    "claim/product": "为86名孤儿按每人每月1050元发放12个月基本生活费，共计103.86万元。",
    "claim/average": "举办培训班25期，培训1250人次，平均每期55人次。",
    "claim/sum": "孤儿42人，困境儿童131人，两类儿童共193人。",
}


@pytest.mark.parametrize("text", RIGHT.values(), ids=RIGHT)
def test_what_is_not_proved_accuses_nobody(text: str) -> None:
    assert accusations(text) == []


@pytest.mark.parametrize(("rule", "text"), WRONG.items(), ids=WRONG)
def test_what_is_proved_and_wrong_is_told(rule: str, text: str) -> None:
    assert rule in {one.rule for one in examine(text).accused()}
