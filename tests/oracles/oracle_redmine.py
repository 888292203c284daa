"""A real Redmine follows the scans: `oces tickets sync` makes one issue per
system, never twice, tells changes, closes what is gone and leaves alone what
people did; hostile names are shown as text. After each step Redmine itself is
asked over its own interface what it holds; what `oces` says counts for nothing.

The negative controls: an issue whose identity a person took away is made again,
and with the identity back the checker sees it twice; a text that is not made
safe is rendered, and seen.
"""

from concurrent.futures import ThreadPoolExecutor

import redmine_life
import redmine_races
import redmine_texts
from bench import WORK, Failed
from redmine_server import Redmine, template
from redmine_world import World


def check(bench):
    transcript, problems = [], []

    def world(redmine, label=""):
        return World(bench, redmine, transcript, problems, label)

    def lived():
        with Redmine(bench, everywhere=False) as redmine:
            one = world(redmine)
            redmine_life.life(one)
            redmine_races.doubled(one)

    def raced():
        with Redmine(bench, everywhere=False, name="races") as redmine:
            one = world(redmine, "races-")
            redmine_races.races(one)
            redmine_races.killed(one)

    def variants():
        with Redmine(bench, everywhere=False, name="many") as redmine:
            redmine_races.many(world(redmine, "many-"))
        with Redmine(bench, everywhere=False, state=False, name="stateless") as redmine:
            redmine_texts.stateless(world(redmine, "stateless-"))
        for formatting in ("textile", "common_mark"):
            with Redmine(bench, everywhere=False, settings={"text_formatting": formatting}, name=formatting) as redmine:
                hostile = world(redmine, f"{formatting}-")
                redmine_texts.hostile(hostile, formatting)
                redmine_texts.control(hostile, formatting)

    try:
        # Installs and seeds it once, before several servers work on copies at the same time.
        template(bench)
        with ThreadPoolExecutor(max_workers=3) as pool:
            for part in [pool.submit(each) for each in (lived, raced, variants)]:
                part.result()
    finally:
        told = "\n".join(transcript + [f"!!! {each}" for each in problems]) + "\n"
        (WORK / "redmine-transcript.txt").write_text(told, encoding="utf-8")
    if problems:
        raise Failed("; ".join(problems))
