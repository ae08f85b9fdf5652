from django.apps import AppConfig


class WorkflowsConfig(AppConfig):
    name = "workflows"

    def ready(self) -> None:
        from accounts.roles import after_end
        from cases.events import after_record
        from workflows import assigning, feed, relay
        from workflows.actions import safety
        from workflows.clocks import store

        relay.register("feed", feed.stamp)
        after_record(relay.wake_after_commit)
        after_record(assigning.follow_a_split)
        after_record(safety.follow_the_people)
        after_record(store.refresh)
        after_end(assigning.free_cases_of)
