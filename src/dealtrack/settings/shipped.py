"""The playbooks that come with the program, in both languages, and an example of one's own."""

from dealtrack.settings.playbooks import Playbook, Step

EXAMPLE = {
    "press": {
        "title": "After the press",
        "for": ["strategic"],
        "steps": [{"task": "Thank the press", "due": "signed+3d", "owner": "Li Na"}],
    }
}
"""What may stand in the settings."""

# The deadlines are those that offices commonly set: docs/how-to/use-playbooks.md
SHIPPED = {
    "filing": Playbook(
        title_en="File the original",
        title_zh="协议归档",
        for_=("signed",),
        steps=(
            Step(
                key="original",
                task_en="File the original",
                task_zh="协议原件归档",
                due="signed+5wd",
            ),
        ),
    ),
    "project": Playbook(
        title_en="Bring a project to the ground",
        title_zh="项目落地",
        for_=("contract",),
        steps=(
            Step(
                key="company",
                task_en="Register the project company",
                task_zh="注册项目公司",
                due="signed+1m",
            ),
            Step(
                key="site",
                task_en="Settle the site: standard factory, or papers for new land",
                task_zh="落实场地：标准厂房，或办理新供地手续",
                due="signed+2m",
                after=(1,),
            ),
            Step(
                key="land",
                task_en="Hand over the land",
                task_zh="交付土地",
                due="signed+3m",
                after=(2,),
            ),
            Step(
                key="funds",
                task_en="First 25% of the funds in place",
                task_zh="首期资金到位 25%",
                due="signed+3m",
                after=(1,),
            ),
        ),
    ),
    "trip": Playbook(
        title_en="After a trip",
        title_zh="外出活动后续",
        for_=("trip",),
        steps=(
            Step(
                key="thanks",
                task_en="Send letters of thanks",
                task_zh="寄发感谢函",
                due="trip.end+5wd",
            ),
            Step(
                key="report",
                task_en="Write the trip report",
                task_zh="提交外出活动报告",
                due="trip.end+15d",
            ),
            Step(
                key="intentions",
                task_en="Follow up every intention noted",
                task_zh="逐项跟进合作意向",
                due="trip.end+1m",
            ),
        ),
    ),
}
"""The playbooks that come with the program."""


def known(own: dict[str, Playbook]) -> dict[str, Playbook]:
    """Return the playbooks that can be used: the office's *own*, and those that came along."""
    return {name: one for name, one in {**SHIPPED, **own}.items() if one.steps}
