"""Line by line, what each of the nineteen texts asks for and where its manager finds it.

A row: the text, what it asks, the page (or `cmkb report …`, the follow-ups, the problems) and words that stand there.
The vaults are in vaults/, all that is seen in golden/.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cmkb.playbooks.loader import builtin_names, load_playbook
from tests.workflows.followed import ROUTINE, Followed, drawings, followed

TODAY = "index.html"
DAY = "journal/2026-11-23.html"
CASES = "cases/index.html"
MONTH = "periods/2026-11.html"
SOON = "follow-ups"
WRONG = "problems"

ASKED: dict[int, list[tuple[str, str, list[str]]]] = {
    1: [
        ("seven steps", ROUTINE, ["准备工作", "寻找客户", "意向沟通", "促成开户", "客户回访", "工作总结", "次日计划"]),
        ("what to prepare", ROUTINE, ["宣传单", "电脑", "国内外财经", "大势方向", "新股发行"]),
        ("stages", ROUTINE, ["寻找 → 意向 → 开户 → 激活 → 回访"]),
        ("check-in by telephone", DAY, ["报岗\n08:16"]),
        ("news log", DAY, ["外围股市收涨", "本周两只新股申购"]),
        ("checklist ticked", DAY, ["正装和工牌 ✓", "国内外财经 ✓"]),
        ("where a lead comes from and its three signs", DAY, ["来源 大堂 信号 看行情、办三方存管"]),
        ("kept on the lead", "clients/韩冬.html", ["线索信号\n看行情、办三方存管"]),
        ("angle of a talk track", "scripts/送行情机.html", ["角度\n好事"]),
        ("an example without a name", "scripts/一位老客户.html", ["角度\n举实例", "我有位客户"]),
        ("opening questions", "scripts/大堂开场.html", ["开场白", "您是路过办点事，还是就住附近？", "您现在用哪家的软件看盘？"]),
        ("plan beside actual", DAY, ["意向沟通 韩冬 | 2 | 1 次 |", "新增线索 韩冬 | 3 | 1 位 |"]),
        ("summary of the day", DAY, ["### 做成的\n认出一位看盘的", "### 没做成的", "### 明天调整"]),
        ("tomorrow's plan", DAY, ["## 次日计划\n11-24 周二\n新增线索 3 · 意向沟通 2 · 开户 1"]),
        ("where clients come from", MONTH, ["## 从新增线索到开户", "## 客户从哪里来"]),
    ],
    2: [
        ("four groups of the profile", "clients/方敏.html", ["### 个人 3 / 5", "### 家庭 1 / 3", "### 单位 2 / 3", "### 财务 3 / 6"]),
        ("clients moved up a tier", SOON, ["upgrade 方敏 推动升级 离白金还差 5万"]),
        ("who recommended", "clients/方敏.html", ["来源\n柜员", "推荐人\n段师傅"]),
        ("sources counted", MONTH, ["来源 | 客户 | 新增 | 买过 | 成交率 | 金额", "柜员 | 1"]),
        ("thanks to who recommended", ROUTINE, ["向推荐人道谢"]),
        ("morning meeting with its three parts", ROUTINE, ["08:00–09:00 晨会", "财经要闻和市场热点", "学新产品", "报昨天业绩和各岗位推荐来的客户"]),
        ("supplies", ROUTINE, ["[ ] 名片", "[ ] 产品介绍", "[ ] 业务表格"]),
        ("the morning meeting's record", DAY, ["## 早会\n- 财经要闻：月底资金面偏紧"]),
        ("yesterday's figures ready for the report", DAY, ["## 早会要报的", "业绩 11-20 周五 有效电话 1 / 6 销售金额 5万 短信 21 / 20"]),
        ("and whom other posts recommended", TODAY, ["推荐 方敏 柜员 11-20 → 11-20 成交", "推荐 何晓 大堂 11-22 → 还没联系"]),
        ("profiles kept complete", "check.html", ["## 资料完整率", "- 金卡"]),
        ("contact by the clock", ROUTINE, ["09:00–10:00 资料维护", "10:00–11:30 客户联络", "看今天约了谁"]),
        ("twenty messages, gold and above", ROUTINE, ["每天 ≥20条 金卡及以上"]),
        ("counted", TODAY, ["短信 12 / 20"]),
        ("occasion 1: maturity, take-profit", SOON, ["11-30 maturity 方敏 产品到期：稳盈90天 20万", "take_profit 方敏 止盈：双债基金 5万"]),
        ("occasion 2: birthday and days of one's own", SOON, ["11-25 birthday 方敏", "11-24 anniversary 方敏"]),
        ("occasion 3: newly qualified, card", SOON, ["newly_qualified 邱叶 新达标，约来领贵宾卡"]),
        ("occasion 3 done", DAY, ["短信 何晓 请来领贵宾卡 缘由 新达标"]),
        ("occasion 4: ten days after", SOON, ["after_purchase 方敏 购买十天回访：稳盈90天 20万"]),
        ("occasion 5: major notice", ROUTINE, ["重大信息提示"]),
        ("occasion 6: adoption", SOON, ["adoption 闻静 新客户认养"]),
        ("texts ready to send, counted to twenty", TODAY, ["## 关怀短信\n12 / 20 金卡及以上", "邱姐您好，您的贵宾卡办好了", "桑老师您好，稳盈90天买了十天", "闻静您好，以后由我照看您的账户"]),
        ("the days to come, by occasion", "care.html", ["## 止盈止损", "## 到期", "## 生日", "## 纪念日", "## 新达标", "## 回访", "## 认养"]),
        ("news with products and holders", DAY, ["存款利率或再调整\n到期的先打电话 | 稳盈90天 | 方敏"]),
        ("the supervisor's sheet", "report day", ["短信 | 20 条 | **12 条** | 60%"]),
    ],
    3: [
        ("the hours", ROUTINE, ["08:30–08:50 资讯准备", "08:50–09:00 开工准备", "09:00–09:20 迎宾和转发", "14:30–14:45 收盘前提醒", "17:00–18:00 关怀和约访"]),
        ("company news before 9:20", ROUTINE, ["九点二十以前把公司信息转给客户"]),
        ("sources of news", ROUTINE, ["报纸、和讯、中证网、凤凰财经"]),
        ("fifty leaflets", ROUTINE, ["每天 ≥50张"]),
        ("counted", TODAY, ["宣传单 50 / 50"]),
        ("ten leads", ROUTINE, ["每天 ≥10位"]),
        ("counted", DAY, ["新增线索 陶然、秦岭 | 10 | 5 位 |"]),
        ("eleven attributes, all known", "clients/陶然.html", ["11 / 11 项"]),
        ("three known, the rest to ask", "clients/秦岭.html", ["3 / 11 项", "### 下次要问"]),
        ("the eleven on a sheet", "forms/意向客户登记表.html", ["姓名", "性别", "年龄", "生日", "职业", "住房", "车子", "家庭情况", "教育情况", "个人爱好", "投资状况"]),
        ("joint visits", DAY, ["外出拜访 薄云"]),
        ("recommended by the bank's manager", CASES, ["薛经理 理财经理 荐来 1 位"]),
        ("screen cleared between clients", ROUTINE, ["屏幕上没有上一位客户"]),
        ("errands tracked", CASES, ["打印去年的对账单 委托", "11-25"]),
        ("half past two", DAY, ["14:32 短信 孟老师 青禾到了止盈价 缘由 止盈止损"]),
        ("birthdays of client and family", SOON, ["birthday 孟老师 家人生日：儿子 孟小川"]),
        ("at most four minutes", WRONG, ["每通电话不超过四分钟 6分，超过 4分"]),
        ("what is not done by closing time", DAY, ["有效电话 薄云 | 6 | 1 通 |", "线索差五位"]),
    ],
    4: [
        ("activation after opening", ROUTINE, ["新开户激活\n开户日 满 3 天"]),
        ("not convenient: agree when", SOON, ["11-24 next 谷雨 12:30 再打"]),
        ("four questions, four fields", DAY, ["时间 | 客户 | 结果 | 资讯接收 | 系统顺畅 | 问题 | 交易方式 | 下次"]),
        ("answered", DAY, ["17:10 | 白露 | 接通 | 是 ✓ 否 | 是 ✓ 否 | 不会撤单，当场教会 | 手机"]),
        ("old clients: the market", ROUTINE, ["老客户 不必从头问，跟他聊行情和手里的股票"]),
        ("done", DAY, ["售后 成业 接通，聊大盘"]),
        ("four reasons", ROUTINE, ["交易方便", "资金安全", "资讯权威", "服务到位"]),
        ("the call's talk track", "scripts/新户激活.html", ["不方便 问好几点再打", "我是{公司}的客户经理"]),
    ],
    5: [
        ("the steps", ROUTINE, ["看理财信息库", "小组例会", "查日志，备台面", "确认预约", "上午会见", "回电和归档", "工作和成果报告", "下班例会"]),
        ("five to eight meetings", ROUTINE, ["每天 5–8位"]),
        ("counted", TODAY, ["客户会面 2 / 6"]),
        ("meetings of 10 to 15 minutes", ROUTINE, ["小组例会 每次 10–15分", "下班例会 每次 10–15分"]),
        ("and how long they took", DAY, ["小组例会\n12分 ✓", "下班例会\n18分 多 3分"]),
        ("5 to 10 minutes of preparation", CASES, ["五到十分钟重看一遍资料", "看资料"]),
        ("40 to 50 minutes", WRONG, ["会面四十到五十分钟 25分，不到 40分"]),
        ("confirmed the day before and today, and by whom", CASES, ["林深 金卡 见面\n✓ 前一日 助理小吴 ✓ 当日 助理小吴"]),
        ("not yet confirmed", CASES, ["石青 金卡 见面 前一日未确认"]),
        ("on paper", "forms/预约确认表.html", ["约见时间 | 客户 | 地点 | 确认 | 确认人", "前一日 当日"]),
        ("the client before the meeting", "clients/田园.html", ["### 下次要问", "稳盈90天", "12-01 到期"]),
        ("same-day reply", CASES, ["当天回\n1", "还没回\n1", "11-20 石青 问净值 没回", "11-23 江河 问合同 ✓ 16:40"]),
        ("and on the first page", TODAY, ["## 未回来电\n当天回\n- 11-20 16:50 石青 问净值"]),
        ("sudden news becomes a wording", "scripts/净值下跌怎么说.html", ["应急口径", "有效到 2026-11-30"]),
        ("difficult questions, by product", "products/稳盈90天.html", ["## 客户会问\n会不会亏", "能不能提前拿"]),
        ("errands", CASES, ["查一笔汇款 委托"]),
        ("results to the supervisor", "report day", ["客户会面 | 6 次 | **2 次** | 33%", "## 需要支持"]),
        ("cards locked away", ROUTINE, ["客户资料卡锁好"]),
    ],
    6: [
        ("the hours", ROUTINE, ["09:00–09:20 点名和早操", "09:20–10:00 昨日消费分析", "10:00–11:00 处理投诉", "11:00–11:50 生日电话和欢迎短信", "12:20–13:20 补资料，理异常", "13:30–15:30 站位迎客", "17:00–18:00 收银台"]),
        ("yesterday's spending", DAY, ["## 昨日消费分析\n11-22，2 位客户，共 1,180", "沈岚 | 1 | 860", "庄园 | 1 | 320"]),
        ("complaints recorded", DAY, ["时间 | 客户 | 内容 | 原因 | 措施 | 上报 | 满意度", "17:30 | 庄园 | 水温低 | 锅炉调低了 | 当场调高 | 值班经理"]),
        ("and followed", CASES, ["沈岚 更衣柜打不开 投诉"]),
        ("birthday calls", DAY, ["生日电话 沈岚"]),
        ("yesterday's members welcomed", DAY, ["入会欢迎 余波", "11:20 短信 余波 欢迎来到会所 缘由 入会欢迎"]),
        ("profile with member number, day and likes", "clients/沈岚.html", ["会员号\nK1001", "入会日期\n2025-03-02", "消费喜好\n水疗、花茶"]),
        ("who is not as usual", DAY, ["柳青 | 搬家了，离得远 | 路远 | 送接驳车时刻表 | 店长"]),
        ("in the month's report", "report month", ["柳青 | 两个月没来 | 路远 | 送接驳车时刻表 | 店长"]),
        ("three hours a week with the staff", ROUTINE, ["每周 ≥180分"]),
        ("counted", "periods/2026-W47.html", ["员工交流 60", "和服务员交流 | 每周 ≥180分 | 60 / 180分 | 11-22"]),
        ("this week so far", "index.html", ["本周 和服务员交流 45 / 180分", "本半月 核心会员关怀短信 0 / 1位"]),
        ("reported", "report week", ["| 和服务员交流 | 每周 ≥180分 | 180 分 | **45 分** | 还有时间"]),
        ("what the month wants, in numbers", MONTH, ["新会员回访 | 每月 每位新会员一次，用数字说话 | 0 / 1位 | 还差： 庄园", "会员消费分析报表 | 每月 ≥1份 | 1 / 1份 | 11-23"]),
        ("half-monthly greeting to the core", SOON, ["11-30 greeting 沈岚 核心会员半月关怀"]),
        ("new members called back, in numbers", MONTH, ["## 新客回访", "余波 | 11-22 | 11-23 | 1 天 | 按时"]),
        ("festivals, all members", "care.html", ["元旦 4 位", "春节 4 位"]),
        ("a month after joining", SOON, ["new_member 庄园 新会员月度回访"]),
        ("the month's spending", "report month", ["## 客户消费分析", "庄园 | 2 次 | 800元"]),
        ("as a form", "forms/会员消费分析表.html", ["每月一份，交上级"]),
        ("ideas approved and carried out", ROUTINE, ["## 营销点子", "报批", "落实"]),
        ("visits with plan, aim, steps, means", ROUTINE, ["## 约访目标客户", "计划", "目的", "步骤", "办法"]),
    ],
    7: [
        ("a quarter of an hour early", ROUTINE, ["每天 比 08:30 早 ≥15分"]),
        ("was it", DAY, ["08:12 比 08:30 早 18分 ✓"]),
        ("and when it was", CASES, ["11-23 周一 | 08:12"]),
        ("leaflets stamped", DAY, ["今天要发的折页都盖好章 ✓"]),
        ("recommended stocks and why", ROUTINE, ["记牢总部荐的股票和荐它的理由"]),
        ("what to look up", ROUTINE, ["今日申购", "新股上市", "周边股市", "政策新闻"]),
        ("the day's topics", DAY, ["## 今日话题\n- 今天一只新股申购"]),
        ("noon shift", ROUTINE, ["大堂经理要换班就主动顶上"]),
        ("the bank's business in a week", SOON, ["11-25 onboarding — 进驻一周：熟悉银行全部业务 城东支行"]),
        ("procedures with a test", "howto/转托管.html", ["席位号是多少、要带哪些证件、几天到账"]),
        ("the whole tree", "scripts/大堂开口.html", ["是，资产达标", "是，未达标", "好 问买的什么", "不好 接第 4 句", "您的电话是一三几？", "身份证和银行卡带了吗？"]),
        ("what a leaf leads to", SOON, ["next 高原 约来开户"]),
    ],
    8: [
        ("seven forms", "forms/index.html", ["7 张", "早会信息记录表", "财经要闻摘录表", "电话邀约记录表", "需求面谈表", "成交面谈记录表", "客户档案表", "每日工作计划与总结表"]),
        ("points of one's own work", "forms/index.html", ["只留跟自己手上的客户和产品有关的几条"]),
        ("news tied to products", "forms/index.html", ["写明配哪个产品"]),
        ("when the call sheet is filled", "forms/index.html", ["准备工作在前一天收工时写好；电话里约定了时间地点，当场记下；挂了电话给自己打分"]),
        ("when the day sheet is filled", "forms/index.html", ["收工后写当天的总结和第二天的计划；计划栏先填，实际栏和成败分析到第二天收工再填"]),
        ("the day before: tomorrow's card", DAY, ["## 次日电话卡\n小卓\n向晚 普通 11:00\n准备\n女\n顺便了解 1 ", "话术\n到期邀约\n问她年终奖怎么放"]),
        ("while talking: time and place", DAY, ["约见\n11-24 周二 14:00，二号室"]),
        ("afterwards: judgement", DAY, ["优点\n准备充分、微笑热情、开场白", "改进\n语速快", "后续\n11-24 上午发地址"]),
        ("plan, actual, analysis", DAY, ["有效电话 骆明 | 4 | 1 通 |", "### 没做成的\n电话只打了一通。"]),
        ("the set on one sheet", "report day", ["## 电话邀约记录", "## 财经要闻摘录", "## 早会信息要点", "## 次日计划"]),
        ("how the forms are used", ROUTINE, ["## 表单怎么用", "《电话邀约记录表》 准备部分前一天收工填"]),
    ],
    9: [
        ("morning meeting form", "forms/早会信息记录表.html", ["日期", "早会信息要点"]),
        ("news form", "forms/财经要闻摘录表.html", ["新闻日期 | 新闻标题 | 关键内容 | 匹配产品"]),
        ("call form: head", "forms/电话邀约记录表.html", ["日期", "通话时间"]),
        ("call form: preparation", "forms/电话邀约记录表.html", ["姓名", "性别", "年龄", "曾购买的产品", "邀约话术的设计"]),
        ("call form: in the call", "forms/电话邀约记录表.html", ["邀约时间", "邀约地点"]),
        ("call form: afterwards", "forms/电话邀约记录表.html", ["本通电话的优点\n准备充分 微笑热情 开场白", "改进之处", "后续跟进"]),
        ("filled from the client's note", DAY, ["准备\n女，36岁，买过 货币基金"]),
        ("filled from the call", DAY, ["话术\n教育金邀约\n从孩子上学说起\n约见\n11-28 周六 10:00，讲座厅"]),
        ("needs meeting", DAY, ["需求要点\n应急的钱、孩子上学", "分析\n先放活的，再谈定投"]),
        ("the sale in four steps", ROUTINE, ["## 标准化销售流程", "邀约前准备", "面谈后写情况分析", "面谈前做理财方案", "纪念日祝贺", "节假日问候"]),
        ("after-sale", DAY, ["售后服务 卢月 | 1 | 2 次 |", "短信 卢月 店庆快乐 缘由 纪念日"]),
        ("the client's file", "clients/卢月.html#form-1", ["## 客户档案表", "曾购买的产品\n货币基金", "开店纪念日 | 2019-11-26"]),
        ("ticks counted over weeks", "periods/2026-W48.html", ["## 表上打的钩", "准备充分 | 1 | 1", "需求问全 | 1 | 1"]),
        ("summary and plan by the clock", ROUTINE, ["17:00–17:30 当日总结", "17:30–17:40 明日计划"]),
    ],
    10: [
        ("twenty minutes early", ROUTINE, ["每天 比 11:00 早 ≥20分", "提前二十分钟到"]),
        ("were they", DAY, ["到岗\n10:38 比 11:00 早 22分 ✓"]),
        ("area and task of the day", DAY, ["区域\n二楼东", "任务\n迎宾、值日", "值日\n小卓"]),
        ("notices", DAY, ["## 早会\n- 本周新换酒水单"]),
        ("a room from first to last", ROUTINE, ["## 一间房从头到尾", "账单核对", "与收银对账"]),
        ("bookings", DAY, ["2026-11-24 19:00 | 邹明 | 听雨 | 8人 | 普洱、清蒸鱼 | 小卓"]),
        ("with the guest's history", CASES, ["听雨 | 8 | 小卓 | 1 次，上次 11-21 1,880"]),
        ("the guest's file", "clients/邹先生.html", ["忌口\n花生", "常订包房\n听雨", "反馈 音响好"]),
        ("suggestions", CASES, ["## 合理化建议\n1 条\n- 11-23 大房备两条薄毯 已报 楼面经理"]),
        ("hand-over", CASES, ["邹明 明晚听雨，鱼要先订\n交给 晚班小秦"]),
        ("on paper", DAY, ["## 交接单", "邹明 | 明晚听雨，鱼要先订 | 晚班小秦"]),
        ("bill settled for one's own", DAY, ["代收银结账，已对账"]),
    ],
    11: [
        ("the day in five parts", ROUTINE, ["晨会", "客户沟通", "销售管理", "问题和投诉", "录入和核对"]),
        ("contacts updated", ROUTINE, ["联系人有变动的改过来"]),
        ("satisfaction, need, problem", "clients/宋立新.html", ["满意度 一般 需求 要快", "决策人\n总经理"]),
        ("opportunities with progress", DAY, ["商机 卜晓 | 2 | 1 个 |", "进展 谈价格"]),
        ("complaints: facts, coordination, up", CASES, ["宋立新 A 恒达 交货晚 投诉", "下一步：问物流要新的时效 11-24"]),
        ("sales report: figures and market", "report month", ["商机 | 2 个 | **1 个**", "## 市场反馈\n\n- 11-23 客户都在问小批量"]),
        ("on paper", "forms/销售报告.html", ["销售数据", "市场和客户怎么说", "对手在做什么"]),
        ("data checked regularly", SOON, ["11-20 data_check 宋立新 客户资料核对"]),
        ("history", "clients/宋立新.html", ["## 往来\n共 2 条"]),
    ],
    12: [
        ("goals of five lengths", "periods/index.html", ["开户 1 / 240", "开户 1 / 130", "开户 1 / 66", "开户 1 / 24", "开户 0 / 6"]),
        ("published", MONTH, ["公布日 2026-11-02"]),
        ("how far each is, every morning", DAY, ["目标客户 阮文 → 11-20 开户 成交"]),
        ("target clients", MONTH, ["## 目标客户\n- 阮文"]),
        ("8:30, done by 9:10, sent by 9:20", ROUTINE, ["08:30–08:50 营业部晨会", "08:50–09:10 团队小组会", "09:10–09:20 定观点，发短信邮件"]),
        ("two presenters", ROUTINE, ["每天 2位"]),
        ("the rota and the bank staff's sign-in", CASES, ["11-20 周五 | — | 小贺、小米 ✓ | — | 常会计"]),
        ("who presented and whose turn it was", DAY, ["小温、小贺 轮到 小丁 没上，小贺 替的"]),
        ("whose turn is next", CASES, ["11-24 周二 | — | 轮到 小贺、小米"]),
        ("done by 9:10, out by 9:20", DAY, ["小组会结束\n09:12 比 09:10 晚 2分", "短信邮件发出\n09:15 比 09:20 早 5分 ✓"]),
        ("what the meeting covers", ROUTINE, ["行情综述和重大新闻点评", "讲一个知识点", "目标客户跟到哪一步", "查银行员工签到", "汇总计划和总结"]),
        ("events of six types", ROUTINE, ["股民沙龙", "客户联谊", "投资报告会", "小区宣传", "渠道开发", "社会公益"]),
        ("one held", CASES, ["股民沙龙 沙龙\n城北支行二楼 · 到场 18 · 新线索 1 · 会后联系 2 / 2 · 费用 600"]),
        ("its record", "events/股民沙龙.html", ["地点\n城北支行二楼", "人数\n18人", "线索数\n1位"]),
        ("bank staff", "staff/常会计.html", ["岗位\n柜员", "新负责工作\n对公窗口"]),
        ("contacts within a month", SOON, ["11-26 onboarding — 驻点一个月"]),
        ("duties within two", CASES, ["12-26 城北支行 驻点两个月"]),
        ("the daily paper to the bank", ROUTINE, ["《每日投资内参》"]),
        ("birthdays", SOON, ["11-24 birthday 阮文"]),
    ],
    13: [
        ("develop, keep, solve, serve, report, together", ROUTINE, ["开发与维护", "需求与方案", "销售与服务", "信息反馈", "团队协作"]),
        ("recorded in detail", ROUTINE, ["客户信息", "沟通内容", "销售情况"]),
        ("client, talk, sale", "clients/严正.html", ["商机 明年框架", "拜访 50 分，谈明年框架 需求 备件三天到"]),
        ("sorted and thought over", "periods/2026-W47.html", ["## 复盘\n- 管用：先问交期再报价"]),
        ("market research", "report week 2026-11-19", ["备件价格；反馈：同行平均五天到货"]),
        ("progress and inside help", "report week 2026-11-19", ["## 工作进展\n\n- 11-19 仓库留一套备件（交给：仓储部"]),
        ("suggestions and what came of them", CASES, ["备件做成常备库存\n反馈 采纳，下月试行 ✓"]),
        ("the weekly report on paper", "forms/工作汇报.html", ["工作进展", "市场动态", "客户反馈", "需要支持"]),
        ("training", DAY, ["学习时间 | — | 40"]),
        ("reward and penalty", ROUTINE, ["建议被采纳的", "从警告、罚款到解除合同"]),
    ],
    14: [
        ("nine steps", ROUTINE, ["准备", "欢迎", "需求分析", "产品推荐", "协助办理", "解答疑问", "定期跟进", "达成目标", "学习提升"]),
        ("what to ask", ROUTINE, ["问：经济状况、财务目标、风险承受能力、家庭情况、职业、投资状况"]),
        ("asked", DAY, ["经济状况 退休金 财务目标 看病的钱留足 风险承受能力 C1 家庭情况 跟女儿住 投资状况 国债"]),
        ("features, advantages, yield, risks", "products/安享一年.html", ["### 特点", "### 优势", "### 收益", "### 风险"]),
        ("whom it suits", "products/安享一年.html", ["鲍远 金卡 需求 保本求稳"]),
        ("questions answered", "products/安享一年.html", ["到期自动续吗？"]),
        ("papers and identity", ROUTINE, ["申请表", "所需文件", "身份核实"]),
        ("use, satisfaction, answer", DAY, ["使用情况 手机上会看 满意度 满意 反馈 想知道能不能提前取"]),
        ("cross-selling", DAY, ["交叉销售 提了养老金账户"]),
        ("recommended", "clients/俞静.html", ["推荐了 俞母"]),
        ("learning log", TODAY, ["学习时间 30 / 30"]),
        ("and over the months", CASES, ["## 学习\n近 90 天 1 次\n- 11-23 个人养老金新规 30 分"]),
        ("what was learnt", DAY, ["学习 30 分 主题 个人养老金新规"]),
    ],
    15: [
        ("11:00 and 17:00, 11:30 and 17:30", ROUTINE, ["11:00–11:30 午市站岗和例会", "11:30–12:00 午市迎客", "17:00–17:30 晚市站岗和例会", "17:30–18:00 晚市迎客"]),
        ("late: no room", TODAY, ["午市站岗和例会 迟到不分房"]),
        ("fines", ROUTINE, ["罚10元", "罚20元", "罚100元"]),
        ("rooms to managers", CASES, ["12:00 今天 | 祝海 已到\n家宴 | 牡丹 | 10 | 小卓"]),
        ("nobody yet, and twice the same room", CASES, ["同学会 | 牡丹 重了 | 12 | 没安排", "也要这间 | 牡丹 重了 | 8 | 小秦"]),
        ("the sheet", DAY, ["用餐时间 | 客户 | 包房 | 人数 | 点单 | 负责经理", "2026-11-23 12:00 | 祝海 | 牡丹 | 10人 | 醋椒鱼、烤鸭 | 小卓"]),
        ("blank", "forms/订台单.html", ["每餐一张；总监按单分房"]),
        ("complaints of one's own rooms", CASES, ["祝海 上菜慢 投诉"]),
        ("still to come", SOON, ["appointment 18:00 卞姐"]),
        ("rounds", ROUTINE, ["巡台", "不扎堆闲聊"]),
    ],
    16: [
        ("states", "cases/毕胜 经营贷.html", ["收集 核实 提交 等行内 反馈 完成"]),
        ("account: papers", CASES, ["尤佳 开户\n下一步：联系方式核对 · 缺 联系方式、风险告知"]),
        ("loan: papers", "cases/毕胜 经营贷.html", ["贷款申请表 已收", "用途证明 缺"]),
        ("credit and amount suggested", "cases/毕胜 经营贷.html", ["信用评估\n两年无逾期", "建议额度\n25万"]),
        ("waiting for others, and how long", CASES, ["## 等别人\n该催的\n- 毕胜 经营贷 14 天"]),
        ("told in time", SOON, ["11-24 task 毕胜 银行流水补近三个月", "11-27 case 毕胜 贷款 经营贷 等行内"]),
        ("done, in how many days", CASES, ["11-13 用了 3 天\n毕胜 金卡 换卡 开户"]),
        ("advice with an answer passed on", DAY, ["咨询 尤佳 问手机银行限额 反馈 嫌限额低，已转产品部"]),
        ("and reported", "report month", ["尤佳：嫌限额低，已转产品部"]),
        ("complaints", CASES, ["短信扣费没提醒 投诉"]),
        ("own and team goals", MONTH, ["开户 | 20 | 1 户 |", "贷款申请 | 4 | 1 笔 |", "团队开户 | 90 | 61 户 |  | 68%", "团队销售 | 800万 |"]),
        ("own and team goals, reported", "report month", ["| 开户 | 20 户 | **1 户** | 5%", "| 团队开户 | 90 户 | **61 户** | 68%"]),
        ("market, suggestions, support", "report month", ["## 市场反馈\n\n- 对街也在抢开户", "## 合理化建议\n\n- 晨会报进度", "## 需要支持\n\n- 征信授权书"]),
        ("four works", ROUTINE, ["## 开户", "## 贷款", "## 咨询服务", "## 客户关系"]),
        ("on paper", "forms/贷款办理单.html", ["征信授权", "信用评估", "建议额度"]),
    ],
    17: [
        ("the morning's points", DAY, ["## 早会\n- 三年存单额度只剩两百万"]),
        ("closing form: ticks", "forms/成交面谈记录表.html", ["本次面谈的优点\n方案准备 FAB的呈现 促成时坚持三次以上 异议处理", "本次面谈需改进之处", "后续跟进"]),
        ("needs form", "forms/需求面谈表.html", ["面谈前准备", "关系建立", "需求挖掘", "客户情况分析"]),
        ("at least three attempts", ROUTINE, ["每次 ≥3次"]),
        ("two were too few", WRONG, ["促成坚持三次以上 2次，不到 3次"]),
        ("a closing meeting filled", DAY, ["促成次数\n3次", "优点\nFAB的呈现、促成时坚持三次以上、异议处理、其他：先倒了茶"]),
        ("the sheet's five rows", "forms/每日工作计划与总结表.html", ["有效电话数量", "需求面谈数量", "成交面谈数量", "销售产品及金额", "售后服务数"]),
        ("a meeting in note and journal is one, its sale too", DAY, ["成交面谈 桂香、荣光 | 2 | 2 次 |", "销售金额 桂香 | 50万 | 30万 元 |"]),
        ("overridden, both figures shown", DAY, ["记录里是 1，柜台上还有一位没记 | 2 | 2 次 |"]),
        ("success and failure", DAY, ["### 做成的\n三次促成都用上。", "### 没做成的\n荣光第二次就停了。"]),
        ("to the supervisor", "report day", ["| 销售产品及金额 | 50万元 | **30万元** | 60% | 三年存单 30万 |"]),
        ("8:30 to 9:00", ROUTINE, ["08:30–09:00 早会"]),
    ],
    18: [
        ("boxed by the clock", ROUTINE, ["09:20–09:30 按资讯需求发送", "09:30–09:45 看盘，修正观点", "09:45–10:15 现场客户和持仓提示", "10:15–11:30 客户电话", "13:00–14:00 看盘学习", "14:00–14:40 现场交流", "14:40–15:00 异动提示", "15:00–15:30 意向电话和回访", "20:00–22:00 晚间研究"]),
        ("three papers", ROUTINE, ["三大报的标题从头到尾过一遍"]),
        ("the view, verified", DAY, ["09:15 倾向看多，消费领涨", "09:42 修正：量不够，改看震荡", "21:00 明天看防守"]),
        ("log of views: draft, revision, the evening's, and how it turned out", "news.html", ["日期 | 晚间研究 前一晚 | 定观点，发短信邮件 | 看盘，修正观点 | 对照", "11-23 周一 | 20:30 周一看多，消费有资金 | 09:15 倾向看多，消费领涨 | 09:42 修正：量不够，改看震荡 | —", "半对 跌了又拉回", "11-19 周四 | — | 09:10 偏多 | 09:40 修正：震荡 | 还没对照", "半对 1 · 1 天还没对照"]),
        ("own sector", DAY, ["负责板块\n消费"]),
        ("what each wants to hear", "clients/管仲平.html", ["资讯需求\n晨报、短信", "重点客户\n是", "归属\n签约"]),
        ("five calls in their hour, the one before it not among them", TODAY, ["10:15 客户电话 1 / 5", "有效电话 2 / 5"]),
        ("two talks on site", TODAY, ["14:00 现场交流 1 / 2"]),
        ("two call-backs", TODAY, ["15:00 意向电话和回访 1 / 2"]),
        ("within their term", SOON, ["11-25 callback 管仲平 回访时限"]),
        ("dividends of what they hold", SOON, ["11-24 dividend 管仲平 分红派息提示：青禾制造"]),
        ("news to the holders", "news.html", ["青禾制造 消费指数基金\n### 持有的 3", "- 管仲平 达标 青禾制造 板块异动", "- 路遥 青禾制造 板块异动"]),
        ("news of one's own sector to all who hold it, with the words", "news.html", ["# 两家食品公司提价，消费早盘走强\n板块 消费 消费指数基金", "- 温良 锦禾食品", "板块异动"]),
        ("and on the day's sheet", DAY, ["两家食品公司提价，消费早盘走强 | 消费 消费指数基金 | 温良 、 管仲平 、 路遥"]),
        ("and on the page of the sector's product", "products/消费指数基金.html", ["两家食品公司提价"]),
        ("moves named to holders", DAY, ["14:45 短信 管仲平 青禾异动", "14:46 短信 路遥 青禾异动"]),
        ("clients without a next step", "follow-ups.html", ["### 没有下一步", "路遥\n没有待办和约定，也排不出下次联系"]),
        ("three kinds of clients, none lost", ROUTINE, ["签约客户", "机构管理客户", "营业部客户", "快流失的客户列名单"]),
        ("study", DAY, ["学习 40 分 主题 消费板块龙头"]),
    ],
    19: [
        ("opening", DAY, ["### 07:50 开门检查 4 / 4", "ATM等自助设备能用 ✓", "备付金和现金够用 ✓"]),
        ("closing", DAY, ["### 17:40 收尾 1 / 4", "现金点清 ✓"]),
        ("signed, and for what", DAY, ["开门检查 4 / 4 小林 已签", "收尾 1 / 4 小林 已签，还差 3 项"]),
        ("signed", DAY, ["开门签字\n小林", "收尾签字\n小林"]),
        ("counter work", ROUTINE, ["存款", "取款", "转账", "查询"]),
        ("afternoon meetings", ROUTINE, ["14:00–16:00 约见与面谈", "贷款、理财或信用卡"]),
        ("one held", DAY, ["14:00 需求面谈 冷秋 信用卡和理财 ✓ 14:00 需求面谈"]),
    ],
}  # fmt: skip


def place_of(found: Followed, place: str) -> str:
    if place == SOON:
        return found.follow_ups
    if place == WRONG:
        return found.problems
    if place.startswith("report "):
        return found.reports[place.removeprefix("report ")]
    return found.pages[place]


def rows() -> Iterator[tuple[int, str, str, list[str]]]:
    for text, asked in ASKED.items():
        for what, place, words in asked:
            yield text, what, place, words


@pytest.mark.parametrize(
    ("text", "what", "place", "words"), rows(), ids=[f"{text}: {what}" for text, what, *_ in rows()]
)
def test_what_a_text_asks_for(text: int, what: str, place: str, words: list[str]) -> None:
    seen = place_of(followed(text), place)
    assert [word for word in words if word not in seen] == [], f"{what}, {place}:\n{seen}"


def test_each_text_is_followed_with_the_playbook_that_serves_it() -> None:
    serves = {text: name for name in builtin_names() for text in load_playbook(name)[0].texts}
    assert {text: followed(text).playbook for text in drawings()} == serves
    assert set(ASKED) == set(drawings()) == set(range(1, 20))


def test_only_limits_are_broken_and_nothing_is_misread() -> None:
    codes = {text: followed(text).problems.split("\n") for text in drawings() if followed(text).problems}
    assert [line for lines in codes.values() for line in lines if ": L6 " not in line] == []
