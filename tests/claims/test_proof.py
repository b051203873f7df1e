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
    "change-of-two-told-together": "全市共获省级一等奖24项、二等奖57项，比2021年的68项多13项。",
    "last-of-a-list-is-no-whole": "设置标志牌1120块，其中警告标志486块、指路标志318块、限速标志274块，其余42块为告示标志。",
    "whole-of-one-of-two-years": "2021年产茧2035.6吨，2022年2276.4吨，增产240.8吨。缫丝企业3家，全年收购鲜茧1975吨，占产茧量的87.8%，其余被外县茧商收走。",
    "left-out-of-a-whole": "对38家机构开展检查，发现问题95个，责令停业整顿3家。二是点位少，全市11个县（市、区）中仍有4个没有固定点位。",
    "money-of-another-name": "全年下达两项补助资金1155.4万元，其中农村电影放映771.2万元。从支出看，全年支出救治管理经费987.6万元，支出率96.3%。",
    "money-that-is-not-there": "专项资金14600万元，中央9300万元、省级5300万元。年末支付12548万元，占到位资金的76.9%。",
    "number-that-is-a-share": "流转土地18200亩，占项目区面积的52%。项目区年节约用工73500个，平均每亩2.1个。",
    "growth-of-its-own-level": "县级馆为总馆建起分馆118个，比上年底的97个多了21个。读者年末29.8万，净增7.2万，增幅31.9%。",
    "spent-out-of-what-was-spent": "全州13个县（市）累计支出发展资金9317.4万元。上级资金支出7954万元，支出率97%，本级配套支出1363.4万元，支出率88.2%。",
    "met-of-those-that-met-it": "面积达到30平方米以上的社区301个，达标率94.7%（2022年末达标283个，达标率89.0%），净增18个。",
    "base-told-in-a-bracket": "年末在管患者13096人，管理率96.5%。规范管理12689人，规范管理率93.5%（以在册患者为分母）。",
    "price-behind-its-amount": "干线补贴455.7万元，客运量93.1万人次，每人次补贴4.9元；\n支线补贴520.8万元，客运量65.17万人次，每人次补贴8.0元。",
    "spent-by-use-out-of-what-came-in": "实际到位资金6500万元，资金到位率98.9%。按用途分，户厕改造支出1824万元，公厕建设支出1020万元，示范村创建支出1960万元，村庄保洁支出1335.6万元。四项支出合计比上年增加653.4万元。",
    "two-kinds-and-then-a-list": "35岁以上的1456人，35岁以下的783人；两类人员有重叠。一是有17名人员离岗；二是3名人员调走；三是部分人员年龄大。",
    "states-of-all-told-before": "年末评估318名。显效102名，有效189名，无明显变化27名。有效率91.5%。上年为88.6%。",
    "start-of-a-rise-is-no-whole": "新建清洁化加工厂7家，全县清洁化加工厂总数由62家增加到69家，清洁化加工率达到71%，比上年提升8个百分点。",
    "one-more-than-it-says": "市本级及7个县（市、区）累计推送社会化发放数据72批次，平均每个地区9批次，因账号错误退回1936人次。",
    "so-many-of-one": "钠灯改LED计划6000盏，完成6315盏，完成率105.3%。单灯改造成本840元，折合530.46万元。",
    "prices-are-no-parts": "新购救护车18辆，中标总价1143万元，平均每辆63.5万元，其中负压型8辆、单价78万元，合624万元，监护型10辆、单价51.9万元，合519万元。",
    "works-that-sound-like-changes": "要完成改造12家，其中新建1家、改建8家、提升3家；区级财政安排30万元。",
    "share-of-both-told": "光源结构：LED灯51836盏，钠灯16584盏，LED占75.8%。",
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
