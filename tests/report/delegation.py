"""The trip to Shenzhen of July 2021 as a small ledger, with what followed made up."""

from datetime import date

from dealtrack.days import PartialDay
from dealtrack.model import (
    UNNAMED,
    Agreement,
    Assignment,
    FollowUp,
    Intention,
    Note,
    Party,
    Person,
    Postponement,
    Problem,
    Promise,
    Source,
    StateChange,
    Trip,
    Visit,
)

CHEN = Person(
    name="Chen Long", post="secretary", organisation="Jinhua Municipal Party Committee"
)
LIN = Person(name="Lin Xiaofeng", post="executive deputy mayor")
DAO = Person(name="Dao Feng", post="vice president", organisation="Tencent")
ZHOU = Person(name="Zhou Jian", post="chairman", organisation="Ubtech Robotics")
THOSE_DAYS = PartialDay.read("2021-07-29/2021-07-30")
SOURCE = Source(title="Article", published=PartialDay.read("2021-08-09"))
EVENING = date(2021, 7, 30)
AUGUST = date(2021, 8, 31)

ANNEX = FollowUp(
    number=1,
    task="Send the annex",
    due=date(2021, 8, 10),
    assignments=(Assignment(owner="Li Xiongwei"),),
    postponements=(Postponement(to=date(2021, 8, 20), on=date(2021, 8, 9), reason="leave"),),
    notes=(Note(on=date(2021, 8, 15), text="Half of it is there"),),
)
SUPPORT = FollowUp(
    number=2, task="Policy support", promise=Promise(side="ours", condition="registered")
)
TEAM = FollowUp(
    number=3,
    task="Send a team",
    due_text="signed+1m",
    since=date(2021, 8, 1),
    promise=Promise(side="theirs"),
)

CLOUD = Agreement(
    id=1,
    uid="a1",
    title="Strategic cooperation agreement",
    kind="strategic",
    signed=THOSE_DAYS,
    parties=(
        Party(name="Jinhua Development Zone", side="ours"),
        Party(name="Tencent Cloud", side="theirs"),
    ),
    witnesses=(CHEN,),
    trip=1,
    follow_ups=(ANNEX, SUPPORT, TEAM),
    problems=(
        Problem(number=1, text="No office", noted=date(2021, 8, 12), by=date(2021, 9, 30)),
    ),
    sources=(SOURCE,),
)
ROBOTS = Agreement(
    id=2,
    uid="a2",
    title="Relevant cooperation agreements",
    signed=THOSE_DAYS,
    count="unknown",
    parties=(Party(name="Dongyang Government", side="ours"), Party(name=UNNAMED)),
    witnesses=(CHEN,),
    trip=1,
)
PROJECTS = Agreement(
    id=3,
    uid="a3",
    title="Contract on cooperation projects",
    kind="contract",
    signed=THOSE_DAYS,
    parties=(
        Party(name="Dongyang Government", side="ours"),
        Party(name="Tencent", side="theirs"),
    ),
    trip=1,
)
ELSEWHERE = Agreement(
    id=4,
    uid="a4",
    title="Memorandum",
    signed=PartialDay.read("2021-08-25"),
    parties=(Party(name="WeDoctor", side="theirs"),),
    witnesses=(LIN,),
)
AGREEMENTS = (CLOUD, ROBOTS, PROJECTS, ELSEWHERE)

TRIP = Trip(
    id=1,
    uid="t1",
    title="Visit to Shenzhen",
    start=PartialDay.read("2021-07-29"),
    end=PartialDay.read("2021-07-30"),
    places=("Shenzhen",),
    lead=CHEN,
    members=(LIN,),
    visits=(
        Visit(
            organisation="Tencent",
            met=(DAO,),
            saw="smart industry",
            intentions=(Intention(by="Dao Feng", text="Invest core technology"),),
        ),
        Visit(
            organisation="Ubtech Robotics",
            met=(ZHOU,),
            intentions=(Intention(by="Zhou Jian", text="Bring more projects"),),
        ),
        Visit(organisation=UNNAMED),
    ),
    follow_ups=(
        FollowUp(
            number=1,
            task="Trip report",
            due=date(2021, 8, 14),
            states=(StateChange(state="done", on=date(2021, 8, 13)),),
        ),
    ),
    sources=(SOURCE,),
)
