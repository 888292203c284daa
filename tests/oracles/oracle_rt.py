"""A real Request Tracker 5 follows the scans: `oces tickets sync` makes one
ticket per system, never twice, tells changes, closes what is gone and leaves
alone what people did. After each step the tracker itself is asked over its own
interface what it holds; what `oces` says counts for nothing.

The negative control: a ticket whose identity a person took away is made again,
and with the identity back the checker sees it twice.
"""

import rt_fieldless
import rt_life
import rt_races
from bench import WORK, Failed
from rt_server import RIGHT_TO_DELETE, RIGHTS, Server
from rt_world import World


def check(bench):
    transcript, problems = [], []
    try:
        with Server(bench, rights=(*RIGHTS, RIGHT_TO_DELETE)) as rt:
            world = World(bench, rt, transcript, problems)
            rt_life.life(world)
            rt_races.races(world)
            rt_races.killed(world)
            rt_races.doubled(world)
        with Server(bench, name="many") as rt:
            rt_races.many(World(bench, rt, transcript, problems, "many-"))
        with Server(bench, state_field=False, name="fieldless") as rt:
            rt_fieldless.life(World(bench, rt, transcript, problems, "fieldless-"))
    finally:
        (WORK / "rt-transcript.txt").write_text("\n".join(transcript + [f"!!! {one}" for one in problems]) + "\n", encoding="utf-8")
    if problems:
        raise Failed("; ".join(problems))
